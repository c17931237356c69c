"""Words: how chat spells things, what carries no meaning for an edit, and plain English words."""

from __future__ import annotations

from agent.planner.lexicon.reading import word_set

SPELLINGS = {
    "pls": "please", "plz": "please", "plzz": "please", "plss": "please", "pleaze": "please",
    "u": "you",
    "ur": "your", "n": "and", "vid": "video", "vids": "video", "vido": "video",
    "gimme": "give me", "vol": "volume",
    "wanna": "want to", "gonna": "going to", "lemme": "let me", "dont": "do not", "w/": "with",
    "don't": "do not", "doesn't": "does not", "w/o": "without", "thx": "thanks", "ty": "thanks",
    "tnx": "thanks", "tysm": "thanks", "cuz": "because", "bc": "because", "tho": "though",
    "im": "i am", "i'm": "i am", "i'd": "i would", "it's": "it is", "that's": "that is",
    "what's": "what is", "whats": "what is", "how's": "how is", "let's": "let us", "ok": "okay",
    "okey": "okay", "yep": "yes", "yeah": "yes", "yup": "yes", "yea": "yes",
    "nope": "no", "nah": "no", "til": "till", "'til": "till", "thru": "through",
    "sek": "seconds", "sex": "seconds", "secons": "seconds", "secnds": "seconds",
    "&": "and", "+": "and", "tru": "through", "msg": "message", "pic": "picture",
    "pics": "pictures", "img": "image", "bg": "background", "res": "resolution", "hrs": "hours",
    "colour": "color", "colours": "colors", "coloured": "colored", "centre": "center",
    "centred": "center", "centered": "center", "grey": "gray", "greyscale": "grayscale",
    "tonne": "ton", "favourite": "favorite", "normalise": "normalize", "stabilise": "stabilize",
    "abit": "a bit", "alot": "a lot", "lil": "little", "aint": "is not", "cant": "can not",
    "can't": "can not", "isn't": "is not", "isnt": "is not", "wont": "will not", "dat": "that",
    "won't": "will not", "thats": "that is", "idk": "", "lol": "", "haha": "", "btw": "",
    "asap": "", "hiya": "hi", "heya": "hi", "howdy": "hi", "sup": "hi", "ya": "you",
    "unmute": "undo mute", "uncrop": "undo crop",
    "teh": "the", "hte": "the", "fiv": "five",
    "subs": "subtitles", "sub": "subtitle", "adn": "and", "nad": "and",
    "rmv": "remove", "txt": "text", "blk": "black", "wht": "white", "bkg": "background",
    "bckground": "background", "secnd": "second", "vert": "vertical", "horiz": "horizontal",
    "wiht": "with", "tot": "to the", "wite": "white",
}  # fmt: skip
"""Chat spellings, contractions and British forms, word by word."""

CHATTER = (
    "by the way|for example|as well|for me|right now|if possible|if you can|if you could|"
    "if you don't mind|when you get a chance|real quick|quickly please|as soon as possible|"
    "with ffmpeg|using ffmpeg|in ffmpeg|via ffmpeg|with python|using python|with moviepy|"
    "from the command line|on the command line|of course|you know|i guess|i think|i mean|"
    "at all|thank you|thanks|thank you very much|thank you so much|many thanks|thanks a lot|"
    "thanks in advance|much appreciated|hi there|hey there|good morning|good evening|"
    "hello there|hi|hello|hey|yo|please|kindly|cheers|would you mind|is it possible to|"
    "is it possible|is there a way to|is there any way to|how do i|how do you|how can i|how to|"
    "how would i|how could i|what is the best way to|whats the best way to|can you please|"
    "could you please|can you|could you|would you|will you|can we|could we|can i|may i|shall we|"
    "i want you to|i would like you to|i need you to|i want to|i would like to|i need to|"
    "i would love to|i would like|i would love|i want|i need|i wish|help me to|help me|"
    "let us|let me|go ahead and|try to|try and|be sure to|make sure to|make sure|"
    "make sure that|make sure it is|so that it is|so it is|have to|got to|want it to be|"
    "it should be|should be|it needs to be|needs to be|so it looks|so that it looks|"
    "to make it look|just wondering|i was wondering|i wonder|the whole thing|whole thing|"
    "the whole video|the entire video|the whole clip|the entire clip|throughout|all the way|"
    "everything else|the entire thing|thing|it to be|"
    "bro|dude|honey|buddy|there|well|hmm|uh|um|oh|ah|okay|alright|"
    "save it|save the video|save the result|save the file|and save|send it back|give it back|"
    "maintaining aspect ratio|maintaining the aspect ratio|keeping aspect ratio|"
    "keeping the aspect ratio|keep the aspect ratio|keep aspect ratio|keep ratio|keep the ratio|"
    "keeping the ratio|same ratio|preserve aspect ratio|"
    "preserving the aspect ratio|without stretching|without distortion|keep proportions|maybe|"
    "perhaps|actually|basically|simply|now|"
    "like before but|same as before but|same thing but|the same but|same but|like that but|"
    "after that|after this|first of all|first off|to begin with|lastly|finally|at last|"
    "somehow|anyway|in a row|in succession|one more thing|never mind|nevermind"
)
"""Phrases that say nothing about the edit; they are taken out wherever they stand."""

PRAISE = word_set(
    """
    cool great nice perfect awesome good super wow wonderful excellent amazing lovely fantastic
    brilliant sweet neat love beautiful okay well thanks thank fine
    """
)
"""Words of a piece that only says how good it is."""

FILLERS = word_set(
    """
    everything max maximum limit most below
    a an the this that these those it its it's i me my mine we us our you your he she they them
    their is are was were be been being am do does did done have has had having will would shall
    should can could may might must of for with at by in on to into onto from as so such than
    too also just very there here what which who whom whose when where why how if whether or and
    but then while because since about around over under up down out off via per each every any
    some all both either one ones own same other another like get gets got getting let go goes
    give gives giving make makes making made made create creates creating want wants need needs
    play plays played playing
    please video videos clip clips movie movies film footage file files recording recordings
    animation version versions look looks looking thing things stuff part parts way bit little
    new current original existing given attached uploaded effect effects filter filters edit
    edits editing edited nice good better best set sets setting turn turns turning change
    changes changing changed put puts putting add adds adding added apply applies applying use
    uses using have something anything fix adjust annoying distracting produce generate
    render deliver send
    show see back result output want
    become appear appears whole entire total overall maybe now again still
    enough vibe vibes aesthetic feel feeling mood flair thick thin
    place places placed type kind style level amount value values much many lot lots say says
    yes no not never without even still bit again
    oops whoops oop ups hm hmm hmmm argh ugh
    through between during within across near nearly approximately roughly exactly
    """
)
"""Words that carry no meaning of their own when a tool is chosen."""

CONNECTORS = frozenset({"and", ",", ";", "then", "but", "also", "plus", "afterwards", "next"})
"""Where one wish may end and the next begin."""

PLAIN = word_set(
    """
    account alive alter arise arrange aside attack attract bargain beard beast bench bend bind
    bitter blanket bleed bless blind block blond boast boot bother bound brain brand breeze bunch
    butter buyer cable camel captain career carve caution central century chicken click cloak
    cluster coal coast collect college comment compete concert cone connect contest contract couch
    courage court crack crash cream crown deserve doll earring elder element emerge emotion excite
    expert explode explore fashion fasten feast feather feature fever fiction flame flesh flight
    flights float flock flour flying former foster fright frost frown fund genuine gesture glide
    glove grace grape gravity gravy grin grind groom ground guest hamster harvest haste hatch hedge
    hollow humble imagine impress insect invest keen lantern laser layer lean leather lecture lend
    linen litter liver lobster lock lottery loyal maple master math miracle mixture monitor moral
    mount movement naked offer oral pant patch patient peace peach pinch praise precious predict
    pretend prevent pride prime prince prize protect pudding quilt quote rage rank realm rebel
    receive recover release remain remind remote resemble reserve respect revenge rice riddle root
    ruler sack scare scatter science scold scream seek shade shallow shame shell shoot shore singer
    skill skirt smart smell snake spare spice spoon stare statue steak steal steam steep stitched
    stock stocks stretch string stroke stuck switch switched switches taste tease teen tempt tend
    thigh thrill tiger tight timber torch tough trace trade treasure trick trigger trouble truck
    universe waiter wander waste wear weave weed whistle witch
    outside inside beyond lens lenses frames pan pans sight site sites sticker stickers chunk
    chill chilled loudest quietest darkest brightest fastest slowest calmest busiest sharpest
    compare compared bark sort fix security licence license plate shaky natural naturally table
    contents clam extinct similar
    able away gradually arial grab bold font bolder italic portion section piece fifth sixth
    seventh eighth ninth tenth trash coach note hers mine crew crow grip trip grow load lame tame
    dame fame flip slip
    shirt short chart start clap clop chap chip chop shop ship lit list title tilt
    above across actor after afternoon ago air alone along already although always among
    angle answer anybody anyone anything apart april arm art ask asked august away baby background
    ball band bank base beach bear beat beautiful become bed before began begin behind believe
    below beside best between beyond bike bird birthday black blue board boat body book bottom box
    boy bread break bring broken brother brown build building bus business busy buy cake call
    called came camera car card care case catch caught cause center certain chair chance channel
    check cheese child children christmas church city class clean clear climb clock close clothes
    cloud coat code coffee cold company complete computer contain continue cook cooking corner
    cost could count country couple course cover crap crazy create cross crowd cry cup daily dance
    danger date daughter day dead dear december deep degrees demo describe desk details did die
    different dinner discord does dog dogs done door doubt dream dress drink drive driving during
    dust early earth east easy eat effort eight else email empty enough enter especially even
    evening event ever every exact except excited explain eye eyes face facebook fact fall false
    family famous far farm father favorite february feel feet felt few field fight final find fine
    finish fire first fish fit five floor flower fly follow food foot forest forget forgot form
    forward found four free fresh friday friend friends full fun funny game garden gave gift girl
    glad glass goal gold gone grand grandma grandpa grass great greeting greetings green group
    grow guess guitar guy guys hair half hand hands handheld happen happened happy hard has hat
    hate hear heard heart heat heavy held help here highlight history hold holiday home hope horse
    hot hotel hour house human hundred hurt husband idea important inside instagram instead intro
    irrelevant island january job join july june kept key kid kids kind king kitchen knew know
    known lady lake land language large laptop last late later laugh law lay lead learn leave left
    leg lemon less lesson letter life line list listen live lives load local long lose lost love
    loved low lunch machine mad main march mark match matter may mean means meet meeting member
    memory men message metal middle might mile milk million mind mine minute miss model moment
    monday money month moon more morning most mother mountain mouth move moved movie mum mom must
    name near neck never new news next night nine nobody noise none nor north nose note nothing
    notice november number object ocean october office often old once one open orange order other
    ought outdoor outdoors outro over own page pain paint pair paper parents park party pass past
    path pay people perfect person phone photo piece pink plan plane plant play played player
    please point police poor possible power practice prefer present president pretty price print
    private probably problem project promise proud public pull purple push question quick quiet
    quite race radio rain raining raw reach ready real reason recipe record recorded red remember
    rest return rich ride right ring river road rock roll roof room round rule run running sad safe
    said same sand saturday save saved saw scene school screen sea season seat second secret see
    seem seems seen segment sell send sense sentence september serious set seven several shall
    shape share ship shirt shoe shoes shop shot should shoulder shout shown side sign simple since
    sing single sister sit six size ski skin sky slack sleep smile snow social some someone
    something sometimes son song soon sorry sort soup south space spain speak special speech spend
    sport spot spring stage stand star stars start started state station stay step still stone
    stop store storm story straight strange street strong student study stupid subject such
    suddenly sugar summer sun sunday sunset sure surprise sweet swim table take taken taking talk
    talking tall tea teach teacher team tell ten test thank thick thin third thought thousand
    three through thursday ticket tiktok tile tired today together told tomorrow tonight took top
    total touch tower town train travel tree tried trip true trust truth try tuesday turn twelve
    twenty twice twitter two type under understand until upload use useful vacation version view
    village visit voice wait walk walking wall want war warm was wash watch water weather wedding
    wednesday week weekend welcome went were west what whatever wheel when while white wife wild
    will win wind window winter wish within without woman women wonder wood word words work
    worked working world worry worse worst worth would wow wrong year years yellow yes yesterday
    yet young youtube zero
    """
)
"""Plain English words: never taken for a misspelling of something else."""
