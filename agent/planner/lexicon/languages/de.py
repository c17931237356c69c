"""German."""

WORDS = {
    "cut": "schneide|schneiden|schneid|kurze", "cut out": "schneide raus|rausschneiden|"
    "herausschneiden|schneide heraus|rausschneide", "remove": "entferne|entfern|entfernen|losche|"
    "loschen|losch|weg|raus|heraus|ab|wegschneiden|abschneiden|weglassen|loeschen|entfernt",
    "trim to": "kurze auf|kuerze auf|schneide auf|zuschneiden auf|kurze es auf|kurze das video auf",
    "shorten": "kuerze|kurzen|kuerzen", "keep only": "behalte nur|nur|behalte|behalten|lass nur",
    "make": "mach|mache|machen", "add": "fuge|fug|hinzufugen|hinzu|einfugen|ein fugen|erganze|"
    "fuege|hinzufuegen|einblenden", "put": "setz|setze|schreib|schreibe|platziere|stell|leg",
    "the": "der|die|das|den|dem|des", "a": "ein|eine|einen|einem|einer|eines", "of": "von|vom",
    "to": "bis|bis zum|bis zur|auf|zu", "and": "und|sowie", "at": "bei|am|um|an", "in": "im|ins",
    "from": "ab sekunde|von sekunde", "with": "mit", "without": "ohne", "then": "dann|danach|"
    "anschliessend", "it": "es|ihn|dies|dieses", "also": "auch|ausserdem", "my": "mein|meine|"
                                                                                 "meinen",
    "video": "video|videos|clip|film", "audio": "ton|den ton|tonspur|audio", "music": "musik",
    "mute": "stumm|stummschalten|schalte stumm|ohne ton|lautlos|ton aus|ton weg|tonlos|stumm "
            "schalten",
    "first": "erste|ersten|erster|erstes", "last": "letzte|letzten|letzter|letztes",
    "seconds": "sekunde|sekunden|sek", "minutes": "minute|minuten", "half": "halfte|halbe|haelfte",
    "between": "zwischen", "start": "anfang|beginn|start", "end": "ende|schluss",
    "black and white": "schwarzweiss|schwarz weiss|schwarz und weiss|schwarz-weiss|in schwarzweiss|"
    "graustufen", "sepia": "sepia", "faster": "schneller|beschleunige|beschleunigen",
    "slower": "langsamer|verlangsame|verlangsamen|langsam", "slow motion": "zeitlupe|in zeitlupe|"
    "slowmotion", "double speed": "doppelt so schnell|doppelte geschwindigkeit|"
    "doppelter geschwindigkeit|in doppelter geschwindigkeit", "half speed": "halb so schnell|"
    "halbe geschwindigkeit|halber geschwindigkeit", "speed": "geschwindigkeit|tempo",
    "times": "mal|fach", "louder": "lauter", "quieter": "leiser", "volume": "lautstarke|"
                                                                            "lautstaerke",
    "brighter": "heller|aufhellen|helle auf", "darker": "dunkler|abdunkeln|verdunkle",
    "blur": "unscharf|weichzeichnen|verschwommen|weichzeichner", "sharpen": "scharfer|scharfen|"
    "schaerfer|schaerfen|scharf", "contrast": "kontrast", "more": "mehr|erhohe|erhoehe|erhohen",
    "less": "weniger|reduziere|verringere|senke", "a bit": "etwas|ein bisschen|bisschen|ein wenig|"
    "leicht|ein bischen", "a lot": "viel|sehr|stark", "title": "titel|text|schrift|uberschrift|"
    "schriftzug|untertitel|beschriftung", "saying": "der sagt|die sagt|das sagt|mit den worten|"
                                                    "sagt",
    "voice over": "sprecher|stimme|voiceover|sprachausgabe", "at the top": "oben|nach oben",
    "at the bottom": "unten|nach unten|unten im bild", "in the middle": "mitte|in der mitte|"
    "in die mitte|mittig|zentriert", "left": "links|nach links", "right": "rechts|nach rechts",
    "corner": "ecke", "rotate": "dreh|drehe|drehen|rotiere", "flip": "spiegel|spiegle|spiegeln",
    "degrees": "grad", "reverse": "ruckwarts|rueckwaerts|umkehren|kehre um", "crop": "zuschneiden|"
    "beschneide", "square": "quadratisch|quadrat", "vertical": "hochformat|hochkant|senkrecht|"
    "im hochformat", "landscape": "querformat", "resize to": "skaliere auf|andere die grosse auf",
    "resize": "skaliere|skalieren|verkleinere auf", "convert": "konvertiere|wandle|umwandeln|"
    "konvertieren|exportiere|speichere|wandel", "gif": "gif", "as": "als", "undo": "ruckgangig|"
    "rueckgaengig|mach ruckgangig|mach das ruckgangig|zuruck|zurueck", "redo": "wiederherstellen|"
    "wiederhole", "undo everything": "mach alles ruckgangig|alles ruckgangig", "red":
    "rot|rote|rotem",
    "yellow": "gelb|gelbe|gelben|gelber", "white": "weiss|weisse|weisser", "blue": "blau|blaue",
    "green": "grun|gruen|grune", "black": "schwarz|schwarze", "please": "bitte|bitteschon",
    "thanks": "danke|vielen dank|dankeschon", "hello": "hallo|guten tag|moin|servus",
    "how long is it": "wie lang ist das video|wie lange dauert das video|wie lang ist es|"
    "wie lange geht das video|wie lang ist der clip|wie lange ist das video",
    "what can you do": "was kannst du|was kannst du alles|was geht alles", "loop": "schleife",
    "bigger": "grosser|groesser|vergrossere", "smaller": "kleiner|verkleinere", "for": "fur|fuer",
    "fade": "blende|uberblende", "middle": "mittlere|mittleren", "part": "teil|abschnitt|stuck",
    "can you": "kannst du|konntest du|koenntest du", "i want": "ich will|ich mochte|ich moechte|"
    "ich brauche", "now": "jetzt|nun", "instead": "stattdessen", "yes": "ja", "no": "nein",
    "quarter": "viertel", "after": "nach|hinter", "before": "vor", "everything": "alles",
    "upside down": "auf den kopf|kopfuber", "play": "spiele|spiel|abspielen",
    "backwards": "ruckwarts ab|ruckwarts abspielen|"
    "rueckwaerts abspielen", "remove noise": "rauschen entfernen|entferne das rauschen|entrausche",
}  # fmt: skip
