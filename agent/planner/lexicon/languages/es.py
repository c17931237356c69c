"""Spanish."""

WORDS = {
    "cut": "corta|cortar|cortalo|cortame|cortes", "trim": "recorta|recortar|recortalo|recorte",
    "remove": "quita|quitar|quitale|quitalo|elimina|eliminar|borra|borrar|saca|sacar|suprime",
    "trim to": "recorta a|recortalo a|acorta a|recorta hasta", "keep only": "deja solo|solo|"
    "quedate con|conserva|solamente|deja solamente|manten|quiero solo",
    "make": "haz|hazlo|hacer|pon|ponlo|ponle|poner|hazme", "add": "anade|anadir|anadele|agrega|"
    "agregar|agregale|inserta|mete", "put": "coloca|colocar",
    "the": "el|la|los|las", "a": "un|una|unos|unas", "of": "de|del", "to": "a|hasta", "and": "y|e",
    "at": "al|en", "from": "desde", "with": "con", "without": "sin", "in": "dentro",
    "then": "luego|despues|entonces", "it": "lo|este|esto", "also": "tambien|ademas",
    "video": "videos|clip|pelicula", "audio": "sonido|audio", "music": "musica", "my": "mi|mis",
    "mute": "silencia|silenciar|mutea|mutear|silencialo|sin sonido|sin audio|en silencio|mudo",
    "first": "primero|primeros|primera|primeras|primer", "last": "ultimo|ultimos|ultima|ultimas",
    "seconds": "segundo|segundos|seg|segs", "minutes": "minuto|minutos", "half": "mitad|la mitad",
    "between": "entre", "start": "principio|inicio|comienzo", "end": "final|fin",
    "black and white": "blanco y negro|en blanco y negro|blanco negro", "sepia": "sepia",
    "faster": "mas rapido|acelera|acelerar|aceleralo|mas veloz|rapido",
    "slower": "mas lento|mas despacio|ralentiza|ralentizar|ralentizalo|despacio|lento",
    "slow motion": "camara lenta|en camara lenta", "times": "veces", "double": "doble|el doble",
    "double speed": "doble de velocidad|doble velocidad|al doble de velocidad|"
    "el doble de rapido|a doble velocidad",
    "speed": "velocidad", "louder": "mas alto|mas fuerte|sube el volumen|subir el volumen|"
    "subele|subele el volumen|aumenta el volumen|sube el audio", "volume": "volumen",
    "quieter": "mas bajo|mas suave|baja el volumen|bajar el volumen|bajale|bajale el volumen|"
    "reduce el volumen|baja el audio|mas bajito",
    "brighter": "mas claro|mas brillante|aclara|mas luminoso|mas brillo|sube el brillo",
    "darker": "mas oscuro|oscurece|oscurecelo|menos brillo", "blur": "desenfoca|desenfoque|borroso|"
    "difumina|difuminado", "sharpen": "mas nitido|enfoca|nitidez|mas nitidez",
    "contrast": "contraste", "more": "mas|aumenta|sube|aumentar|subir", "less": "menos|baja|"
    "reduce|bajar|reducir|disminuye", "a bit": "un poco|poco|un poquito|ligeramente|algo",
    "a lot": "mucho|muy", "title": "titulo|texto|rotulo|letrero|subtitulo|titulos|textos|rotulos",
    "saying": "que diga|diciendo|que dice", "voice over": "voz en off|locucion|voz",
    "at the top": "arriba|en la parte superior|en la parte de arriba|parte superior",
    "at the bottom": "abajo|en la parte inferior|en la parte de abajo|parte inferior",
    "in the middle": "en el centro|al centro|en medio|en el medio|centro", "left": "izquierda|"
    "a la izquierda", "right": "derecha|a la derecha", "corner": "esquina",
    "rotate": "gira|girar|rota|rotar|giralo", "flip": "voltea|voltear|voltealo", "degrees":
    "grados",
    "reverse": "invierte|invertir|al reves", "crop": "encuadra|recuadra", "square": "cuadrado|"
    "cuadrada", "vertical": "vertical|en vertical", "resize to": "redimensiona a|cambia el tamano "
                                                                 "a",
    "resize": "redimensiona|redimensionar|escala", "convert": "convierte|conviertelo|convertir|"
    "exporta|exportar|guarda|guardalo|pasa|pasalo", "gif": "gif", "as": "como", "undo": "deshaz|"
    "deshacer|deshazlo", "redo": "rehaz|rehacer", "undo everything": "deshaz todo|deshacer todo",
    "red": "rojo|roja|rojos|rojas", "yellow": "amarillo|amarilla|amarillos|amarillas",
    "white": "blanco|blanca|blancos|blancas", "blue": "azul|azules", "green": "verde|verdes",
    "black": "negro|negra|negros|negras", "please": "por favor|porfa|porfavor",
    "thanks": "gracias|muchas gracias", "hello": "hola|buenas", "how long is it": "cuanto dura|"
    "que duracion tiene|cual es la duracion", "how big is it": "cuanto pesa|que tamano tiene",
    "what can you do": "que puedes hacer|que sabes hacer", "loop": "repite|repitelo|repetir|"
    "repetirlo|bucle|en bucle",
    "bigger": "mas grande", "smaller": "mas pequeno|mas chico", "for": "para|durante|por",
    "fade": "fundido|desvanecer", "middle": "medio|central", "part": "parte|trozo|pedazo",
    "can you": "puedes|podrias|me puedes", "i want": "quiero|quisiera|necesito", "now": "ahora",
    "instead": "en lugar de eso|en vez de eso", "yes": "si", "quarter": "cuarto",
    "always": "siempre|por defecto|a partir de ahora|de ahora en adelante|desde ahora",
    "i prefer": "prefiero",
    "the first second": "el primer segundo|primer segundo",
    "the last second": "el ultimo segundo|ultimo segundo",
    "stabilize": "estabiliza|estabilizar|estabilizalo",
    "remove the background noise": "quita el ruido de fondo|quitale el ruido de fondo|"
    "elimina el ruido de fondo|reduce el ruido de fondo",
    "make the colors stronger": "haz los colores mas vivos|colores mas vivos|mas color",
    "make the voice clearer": "haz la voz mas clara|voz mas clara|aclara la voz|"
    "que se oiga mejor la voz",
    "upscale": "mejora la resolucion|aumenta la resolucion|sube la resolucion",
    "split": "divide|dividelo|dividir|parte el",
    "where they say": "donde dicen|donde se dice|donde dice",
    "woman's voice": "voz de mujer|voz femenina",
    "man's voice": "voz de hombre|voz masculina",
    "what filters are there": "que filtros hay|que looks hay|que efectos hay|que filtros tienes",
    "again": "otra vez|de nuevo",
    "silences": "silencios|pausas",
    "crop to": "recortalo en|encuadralo en|encuadra en",
    "keep": "conserva todo",
    "make it ready for": "preparalo para|dejalo listo para", "turn it into": "conviertelo en",
    "watercolor": "acuarela", "oil painting": "oleo|pintura al oleo", "cartoon": "dibujos animados",
    "half speed": "a media velocidad|media velocidad|a la mitad de velocidad",
    "warmer": "mas calido|mas calidos|mas calida", "cooler": "mas frio|mas frios",
    "vignette": "vineta", "remove the ums and uhs": "quita las muletillas|sin muletillas",
    "compress": "comprime|comprimelo|comprimir", "wide": "de ancho", "high": "de alto",
    "find the part where a face appears": "busca la parte en que sale una cara|"
    "busca donde sale una cara", "the part where people talk": "la parte en que habla alguien",
    "the loudest part": "la parte mas alta|la parte mas fuerte",
    "captions": "subtitulos automaticos|subtitulos de lo que se dice",
    "remove them": "quitalos|quitalas|eliminalos|borralos", "keep them": "conservalos|conservalas|"
    "dejalos|quedatelos",
    "twice as long": "el doble de largo|que dure el doble", "half as long": "la mitad de largo|"
    "que dure la mitad",
    "make it": "que sea|quiero que sea|que este|que quede", "top left": "arriba a la izquierda|"
    "esquina superior izquierda|superior izquierda", "top right": "arriba a la derecha|"
    "esquina superior derecha|superior derecha", "bottom left": "abajo a la izquierda|"
    "esquina inferior izquierda|inferior izquierda", "bottom right": "abajo a la derecha|"
    "esquina inferior derecha|inferior derecha", "background": "fondo", "background music":
    "musica de fondo", "face": "cara|rostro", "faces": "caras|rostros",
    "border": "borde|marco|bordes",
    "black bars": "barras negras|bandas negras", "bars": "barras|bandas", "every": "cada",
    "screenshot": "captura|miniatura|pantallazo|foto fija", "frame": "fotograma", "frames":
    "fotogramas", "watermark": "marca de agua", "pixelate": "pixela|pixelar|pixelado", "freeze":
    "congela|congelar", "shorten": "acorta|acortar", "join": "une|unir|junta|juntar",
    "quality": "calidad", "file size": "peso|tamano del archivo", "reversed": "rebobina|rebobinar|"
    "marcha atras|hacia atras|para atras", "fast motion": "camara rapida|a camara rapida",
    "fade in and out": "fundido de entrada y salida|fundido de entrada y de "
    "salida|fundidos de entrada y salida",
    "fade in": "fundido de entrada|aparicion gradual", "fade out": "fundido de salida|fundido a "
    "negro", "flip horizontally": "espejo|efecto espejo", "brightness": "brillo", "image": "imagen",
    "logo": "logotipo", "letters": "letras", "big": "grande|grandes", "small": "pequeno|pequena",
    "orange": "naranja", "pink": "rosa|rosado|rosada", "gray": "gris", "purple": "morado|violeta",
    "zoom in": "acerca|acercar", "slow": "lentamente", "it is": "esta", "is": "es",
    "too": "demasiado",
    "too dark": "muy oscuro|muy oscura|demasiado oscuro|demasiado oscura",
    "dark": "oscuro|oscura", "voice": "voz",
    "i would like": "me gustaria|queria|querria",
    "the rest": "el resto", "before": "antes de", "after": "despues de", "my video": "mi video",
    "help me": "ayudar|ayudame|ayuda",
    "remove noise": "quita el ruido|elimina el ruido|reduce el ruido",
}  # fmt: skip
