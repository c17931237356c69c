"""Portuguese."""

WORDS = {
    "cut": "corta|corte|cortar|recorta|recorte|recortar", "remove": "remove|remova|remover|tira|"
    "tire|tirar|apaga|apague|apagar|exclui|exclua|excluir|elimina|elimine|retire|retira",
    "trim to": "corte para|corta para|reduza para|encurta para|encurte para",
    "shorten": "encurta|encurte|encurtar", "keep only": "mantem so|mantenha so|deixa so|deixe so|"
    "deixe apenas|so|somente|apenas|mantenha apenas|mantenha|fica so com|deixe somente",
    "make": "faz|faca|fazer|poe|ponha|bota|coloca|coloque|colocar|deixa|deixe",
    "add": "adiciona|adicione|adicionar|acrescenta|acrescente|insere|insira",
    "put": "posiciona|escreve|escreva", "the": "o|os|as", "a": "um|uma|uns|umas",
    "of": "de|do|da|dos|das", "to": "para|ate|ao|a", "and": "e", "at": "aos|no|na|nos|nas|em",
    "from": "desde|a partir de", "with": "com", "without": "sem", "then": "depois|entao|em seguida",
    "it": "isso|isto|ele", "also": "tambem", "my": "meu|minha|meus", "video": "video|videos|clipe|"
    "filme", "audio": "som|o som|audio|o audio", "music": "musica", "mute": "silencia|silencie|"
    "silenciar|muta|mute|sem som|sem audio|tira o som|tire o som|remove o som|remova o som|mudo|"
    "tira o audio|tire o audio|remova o audio|remove o audio", "first": "primeiro|primeiros|"
    "primeira|primeiras", "last": "ultimo|ultimos|ultima|ultimas", "seconds": "segundo|segundos|"
                                                                              "seg",
    "minutes": "minuto|minutos", "half": "metade|a metade", "between": "entre",
    "start": "inicio|comeco", "end": "final|fim", "black and white": "preto e branco|"
    "em preto e branco|pb|p&b|preto branco", "sepia": "sepia", "faster": "mais rapido|acelera|"
    "acelere|acelerar|mais veloz", "slower": "mais lento|mais devagar|desacelera|desacelere|"
                                             "devagar",
    "slow motion": "camera lenta|em camera lenta", "double speed": "dobro da velocidade|"
    "velocidade dobrada|o dobro da velocidade|duas vezes mais rapido", "half speed": "metade da "
    "velocidade|a metade da velocidade", "speed": "velocidade", "times": "vezes", "louder":
    "mais alto|"
    "aumenta o som|aumente o som|aumenta o volume|aumente o volume|mais forte", "volume": "volume",
    "quieter": "mais baixo|abaixa o som|abaixa o volume|diminui o volume|diminua o volume|"
    "baixa o volume|abaixe o volume|reduza o volume|abaixe o som",
    "brighter": "mais claro|mais brilhante|clareia|clareie|mais brilho", "darker": "mais escuro|"
    "escurece|escureca", "blur": "desfoca|desfoque|borrado|embaca|desfocado", "sharpen":
    "mais nitido|"
    "nitidez|mais nitidez", "contrast": "contraste", "more": "mais|aumenta|aumente", "less":
    "menos|"
    "diminui|diminua|reduz|reduza", "a bit": "um pouco|pouco|um pouquinho|levemente|ligeiramente",
    "a lot": "muito|bastante", "title": "titulo|texto|legenda", "saying": "dizendo|que diz|que "
                                                                          "diga",
    "voice over": "narracao|locucao|voz", "at the top": "no topo|em cima|na parte de cima|topo|"
    "na parte superior", "at the bottom": "embaixo|em baixo|na parte de baixo|na parte inferior|"
    "no rodape", "in the middle": "no meio|no centro|ao centro|centro", "left": "esquerda|a "
                                                                                "esquerda|"
    "para a esquerda", "right": "direita|a direita|para a direita", "corner": "canto|no canto",
    "rotate": "gira|gire|girar|rotaciona|rode|roda", "flip": "espelha|espelhe|vira|vire",
    "degrees": "graus", "reverse": "inverte|inverta|de tras para frente|ao contrario",
    "crop": "enquadra|enquadre", "square": "quadrado", "vertical": "vertical|na vertical",
    "resize to": "redimensiona para|redimensione para", "resize": "redimensiona|redimensione",
    "convert": "converte|converta|converter|exporta|exporte|salva|salve|transforma|transforme",
    "gif": "gif", "as": "como", "undo": "desfaz|desfaca|desfazer", "redo": "refaz|refaca|refazer",
    "undo everything": "desfaz tudo|desfaca tudo", "red": "vermelho|vermelha", "yellow": "amarelo|"
    "amarela", "white": "branco|branca", "blue": "azul", "green": "verde", "black": "preto|preta",
    "please": "por favor|pfv|porfavor", "thanks": "obrigado|obrigada|valeu|muito obrigado",
    "hello": "oi|ola|bom dia", "how long is it": "quanto tempo tem|qual a duracao|"
    "qual e a duracao|quanto dura", "what can you do": "o que voce faz|o que voce pode fazer|"
    "o que voce consegue fazer", "loop": "repete|repita|em loop", "bigger": "maior", "smaller":
    "menor",
    "for": "por|durante", "fade": "esmaecer", "part": "parte|pedaco|trecho", "middle":
    "meio|central",
    "can you": "voce pode|pode|poderia|da para", "i want": "eu quero|quero|preciso|gostaria",
    "now": "agora", "instead": "em vez disso", "yes": "sim", "no": "nao", "quarter": "quarto",
    "remove noise": "tira o ruido|remove o ruido|remova o ruido|reduz o ruido",
}  # fmt: skip
