"""French."""

WORDS = {
    "cut": "coupe|couper|coupez|coupe-moi", "remove": "enleve|enlever|enlevez|supprime|supprimer|"
    "retire|retirer|vire|efface|supprimez|retirez|ote", "trim to": "raccourcis a|reduis la video a|"
    "coupe a|garde jusqu'a", "shorten": "raccourcis|raccourcir", "keep only": "garde seulement|"
    "garde|garder|gardez|ne garde que|seulement|uniquement|juste|conserve|garde uniquement",
    "make": "mets|mettre|fais|faire|mettez|faites|rends|rendre|passe|mets-la|mets-le",
    "add": "ajoute|ajouter|ajoutez|insere|rajoute", "put": "place|placer|ecris|ecrire",
    "the": "le|la|les|l", "a": "un|une|des", "of": "de|du|d", "to": "a|au|aux|jusqu'a|jusqu'au",
    "and": "et", "at": "vers", "in": "dans|en", "from": "depuis|a partir de", "with": "avec",
    "without": "sans", "then": "puis|ensuite|apres", "it": "ca|cela", "also": "aussi|egalement",
    "my": "mon|ma|mes", "video": "video|videos|clip|film|la video", "audio": "son|le son|audio|"
    "la bande son", "music": "musique", "mute": "coupe le son|couper le son|sans son|muet|muette|"
    "enleve le son|enlever le son|supprime le son|retire le son|sans le son|en silence",
    "first": "premier|premiers|premiere|premieres", "last": "dernier|derniers|derniere|dernieres",
    "seconds": "seconde|secondes", "minutes": "minute|minutes", "half": "moitie|la moitie",
    "between": "entre", "start": "debut|commencement", "end": "fin",
    "black and white": "noir et blanc|en noir et blanc|noir blanc", "sepia": "sepia",
    "faster": "plus vite|plus rapide|accelere|accelerer|accelerez", "slower": "plus lent|plus "
                                                                              "lente|"
    "ralentis|ralentir|plus lentement", "slow motion": "ralenti|au ralenti|en slow motion",
    "double speed": "deux fois plus vite|vitesse double|double vitesse|deux fois plus rapide",
    "half speed": "deux fois moins vite|deux fois plus lent|moitie vitesse",
    "speed": "vitesse", "times": "fois", "louder": "plus fort|monte le son|augmente le son|"
    "augmente le volume|monte le volume", "quieter": "moins fort|baisse le son|baisse le volume|"
    "reduis le volume|plus bas|diminue le volume|diminue le son", "volume": "volume",
    "brighter": "plus clair|plus lumineux|plus claire|plus lumineuse|eclaircis", "darker":
    "plus sombre|"
    "assombris|plus fonce", "blur": "flou|floute|flouter|floue", "sharpen": "plus net|plus nette|"
    "nettete|accentue la nettete", "contrast": "contraste", "more": "plus|augmente|augmenter|plus "
                                                                    "de",
    "less": "moins|baisse|reduis|diminue|moins de", "a bit": "un peu|legerement|un petit peu",
    "a lot": "beaucoup|tres|fortement", "title": "titre|texte|legende|sous-titre|sous titre",
    "saying": "qui dit|disant|qui dise", "voice over": "voix off|voix|narration",
    "at the top": "en haut|haut|au dessus", "at the bottom": "en bas|bas|en dessous",
    "in the middle": "au milieu|au centre|milieu|centre", "left": "gauche|a gauche",
    "right": "droite|a droite", "corner": "coin|dans le coin", "rotate": "tourne|tourner|pivote|"
    "fais pivoter", "flip": "retourne|miroir|inverse horizontalement", "degrees": "degres",
    "reverse": "a l'envers|inverse|inverser", "crop": "recadre|recadrer|rogne|rogner",
    "square": "carre|en carre|carree", "vertical": "vertical|a la verticale|verticale",
    "resize to": "redimensionne a|redimensionne en", "resize": "redimensionne|redimensionner",
    "convert": "convertis|convertir|exporte|exporter|enregistre|transforme", "gif": "gif",
    "as": "comme|en format|au format", "undo": "annule|annuler|annulez", "redo": "retablis|refais|"
    "retablir", "undo everything": "annule tout|tout annuler", "red": "rouge", "yellow": "jaune",
    "white": "blanc|blanche", "blue": "bleu|bleue", "green": "vert|verte", "black": "noir|noire",
    "please": "s'il te plait|s'il vous plait|stp|svp", "thanks": "merci|merci beaucoup",
    "hello": "bonjour|salut|coucou|bonsoir", "how long is it": "combien de temps dure|"
    "quelle est la duree|quelle duree|elle dure combien de temps|ca dure combien",
    "what can you do": "que peux-tu faire|que sais-tu faire|qu'est-ce que tu sais faire|"
    "que peux tu faire|tu sais faire quoi", "loop": "boucle|en boucle",
    "bigger": "plus grand|plus grande|plus gros|agrandis", "smaller": "plus petit|plus petite",
    "for": "pour|pendant", "fade": "fondu", "part": "partie|morceau", "middle": "central|centrale",
    "can you": "peux-tu|pouvez-vous|tu peux|pourrais-tu|peux tu|est-ce que tu peux",
    "i want": "je veux|je voudrais|j'aimerais|il me faut", "now": "maintenant", "yes": "oui",
    "instead": "plutot|a la place", "no": "non", "quarter": "quart",
    "remove noise": "enleve le bruit|supprime le bruit|reduis le bruit",
}  # fmt: skip
