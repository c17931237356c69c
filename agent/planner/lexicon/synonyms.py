"""Synonyms: many ways to say a thing, and the one way that the planner and the tools use.

Left stands the canonical reading, right what people write for it, parted by ``|``. The longest
phrase wins, so "black and white" is never two colours. Both requests and the examples in tool
docstrings are read through this table, so a tool only needs an example for each *meaning*.
"""

from __future__ import annotations

MEANINGS = {
    # speed
    "speed <more>": "faster|speed up|speed it up|speed this up|speed that up|speed the video up|"
    "speed the clip up|speed everything up|speeding up|speeding it up|sped up|accelerate|"
    "accelerated|quicker|"
    "quicken|speedier|fast forward|make it fast|hurry it up|at a higher speed|too slow|fast|"
    "fast motion|higher speed|speed them up|quick",
    "speed <more> timelapse": "timelapse|time lapse|hyperlapse|a timelapse|a time lapse",
    "speed <less>": "slower|slow down|slow it down|slow this down|slow that down|slow it|slow the|"
    "slow the video down|slow the clip down|slow everything down|slowed down|slowing down|"
    "slowing it down|speeding it down|slowed|"
    "slow|decelerate|slowly|too fast|lower speed|slow them down",
    "speed slowmotion": "slow camera|slow cam|slowed motion|bullet time|slow motion|slow mo|slomo|"
    "slowmo|slo mo|slowmotion|in slow motion",
    "speed <times:2>": "double speed|double the speed|twice as fast|twice the speed|at twice speed|"
    "speed doubled|double time|two times faster|two times as fast|double its speed",
    "speed <times:0.5>": "half speed|half the speed|half as fast|twice as slow|at half the speed|"
    "halve the speed|two times slower|half its speed",
    "speed <times:3>": "triple speed|triple the speed|three times as fast|three times faster",
    "speed": "pace|tempo|playback rate|playback speed|play speed",
    "fullscreen": "full screen|whole screen|entire screen",
    # volume
    "join": "glue|glue on|stitch on|tape on|append|append it|tack on|add it on|splice on|join on",
    "join front": "as intro|as an intro|as the intro|as my intro|as its intro|prepend|as the "
    "opening|as an opening",
    "join end": "as outro|as an outro|as the outro|as my outro|as its outro|as the ending|as an "
    "ending",
    "volume <more>": "not so quiet|not that quiet|louder|turn it up|turn up it|too quiet|too soft|"
    "more audible|amplify the "
    "sound|"
    "can not hear|can not hear it|can not hear anything|can barely hear|can hardly hear|"
    "can barely hear it|can hardly hear it|can barely hear anything|hard to hear|barely audible|"
    "hardly audible|so quiet|very quiet|really quiet|low volume|volume is low|sound is low|"
    "audio is low|crank it up|volume up|more volume|can't hear it|can barely hear|turned up",
    "volume <less>": "not so loud|not that loud|not as loud|too noisy sound|quieter|turn it down|"
    "turn down it|too loud|softer sound|less loud|volume "
    "down|"
    "quieten|quiet down|less noisy sound|turned down",
    "volume <times:2>": "double the volume|twice as loud|twice the volume|double volume",
    "volume <times:0.5>": "half the volume|half volume|half as loud|halve the volume|halve volume|"
    "twice as quiet",
    "volume": "loudness|gain|sound level|audio level|volume level",
    "mute": "silent|silence|muted|muting|silenced|no sound|no audio|without sound|without audio|"
    "without any sound|without the sound|without the audio|without music|soundless|make it silent|"
    "no music|turn off the sound|turn off sound|turn off the audio|turn off the music|sound off|"
    "audio off|kill the sound|kill the audio|strip the audio|"
    "strip audio|strip the sound|strip out the audio|remove the sound|remove sound|remove audio|"
    "remove the audio|remove all sound|remove all audio|delete the audio|delete the sound|"
    "delete audio|drop the audio|drop the sound|drop audio|get rid of the sound|"
    "get rid of the audio|take out the sound|take out the audio|take away the sound|"
    "remove its sound|remove its audio|cut the sound|"
    "cut the audio|cut out the sound|cut out the audio|mutes|dead silent|shut it up|hush|"
    "with silence|soundoff|"
    "no need for sound|no need for audio|do not need sound|do not need the sound|"
    "do not need audio|do not need the audio|do not want sound|do not want the sound|"
    "do not want any sound|do not want audio|do not want the audio|"
    "remove the audio track|remove the soundtrack|drop the soundtrack|no soundtrack|"
    "remove the background sound|remove the music|strip all audio|strip all sound",
    "deadair": "every silence|each silence|all silence|all the silence|every pause|each pause|"
    "is it silent|is it quiet|silent anywhere|moments of silence|silences|the silence|"
    "silent parts|silent part|silent bits|silent moments|dead air|"
    "pauses|quiet bits|quiet parts|awkward pauses|any silence|silence at|gaps|silent gaps|"
    "awkward silences|the pauses|all pauses|all silences|the quiet parts|nobody speaks|"
    "nobody is speaking|nobody talks|nobody is talking|no one speaks|no one is talking",
    "remove deadair": "remove silence|delete silence|cut silence|cut out silence|trim silence|"
    "strip silence|skip silence|jump cut|jump cuts|jumpcut|jumpcuts|remove all silence|"
    "cut out all silence",
    "find deadair": "find silence|detect silence",
    "audio": "sound|sounds|soundtrack|audio track|sound track|audios",
    # looks
    "blackwhite": "black and white|black an white|black & white|black white|black n white|b&w|"
    "b/w|bw|b n w|"
    "b and w|grayscale|greyscale|gray scale|grey scale|monochrome|monochromatic|mono chrome|"
    "blacknwhite|blackandwhite|noir|colorless|colourless|without color|without colour|"
    "remove the color|remove the colour|remove color|remove colour|remove colors|remove all color|"
    "remove the colors|remove the colours|drain the color|no color|no colour|no colors|desaturated|"
    "black and white filter|gray tones|shades of gray|shades of grey",
    "vintage": "it look old|look old|looks old|look aged|looking old|retro|old school|oldschool|"
    "old timey|nostalgic|old film|aged|70s|80s|antique|"
    "old movie|old fashioned|throwback|classic film|vhs|like an old film|vhs tape|"
    "an old vhs tape|old tv|an old tv|"
    "old vhs tape|old vhs|video tape|old tape|old camcorder|camcorder",
    "sepia": "sepia tone|sepia toned|brownish|old photo|sepia tint|old brown photo",
    "blur": "blurry|blurred|blurring|blurrier|out of focus|defocus|defocused|unfocused|gaussian "
    "blur|"
    "unsharp look|fuzzy|hazy|softened|blurs",
    "sharpen": "is blurry|are blurry|looks blurry|look blurry|is a bit blurry|are a bit blurry|"
    "is so blurry|are so blurry|is too blurry|are too blurry|is blurred|are blurred|"
    "is out of focus|are out of focus|not sharp|not sharp enough|unsharp|not as blurry|so blurry|"
    "sharper|sharp|sharpness|sharpened|sharpening|crisp|crisper|crispy|less blurry|"
    "less blur|not so blurry|clearer picture|clearer image|more detail|more detailed|more defined|"
    "too blurry|unblur|deblur|too soft looking|in focus|crispier|more crisp|reduce the blur|"
    "less fuzzy|clearer video|not blurry",
    "brightness <more>": "brighter|brighten|brighten up|lighter|lighten|lighten up|too dark|"
    "more light|more bright|less dark|brightened|exposure up|too dim|brighten it up|light up|"
    "underexposed|bright|not so dark|raise the exposure",
    "brightness <less>": "darker|darken|dim|dimmer|dimmed|too bright|less bright|less light|"
    "darkened|overexposed|exposure down|dark|more dark|lower the exposure|not so bright",
    "brightness": "exposure|luminosity|brightness level",
    "contrast <more>": "add punch|add some punch|needs punch|give it punch|washed out|"
    "looks washed out|is washed out|look washed out|high contrast|contrasty|"
    "punchier|more punch|punchy|more pop|make it pop|too flat|"
    "more contrasty|pop more",
    "contrast <less>": "flatter|flat look|flat|washed out look|less contrasty|too contrasty|"
    "low contrast|faded look",
    "saturation <more>": "dull|dull colors|colors are dull|colors look dull|pale|pale colors|bland|"
    "washed out colors|stronger colors|stronger colours|colors stronger|colours stronger|"
    "intense colors|more intense colors|deeper colors|livelier colors|lively colors|"
    "colors livelier|brighter colors|"
    "more colorful|more colourful|more vivid|vivid|vibrant|more vibrant|"
    "saturate|more saturated|boost the colors|boost the colours|boost colors|boost colours|"
    "colorful|"
    "colourful|richer colors|richer colours|colors pop|more color|more colour",
    "saturation <less>": "colors are too strong|colors too strong|too strong colors|"
    "colors are too intense|too saturated|oversaturated|too vivid|colors are too much|"
    "colors too intense|desaturate|less colorful|less colourful|less saturated|muted colors|"
    "muted colours|less vivid|less color|less colour|too colorful",
    "temperature": "color temperature|white balance|colour temperature",
    "invert": "inverted|negative|negative effect|negative image|inverse colors|inverse",
    "cool": "cold tones|colder tones|cool tones|cooler tones|cold colors|cooler colors|too yellow|"
    "too warm|too orange|less yellow|less orange|cool down|cooler|colder|cold|bluish|cool it|"
    "chilly",
    "warm": "warm tones|warmer tones|warm colors|warmer colors|too blue|too cold|too cool|"
    "too bluish|less blue|warmer|warm up|warm it|warm it up|cozy",
    # sound clean-up
    "later": "too early|too soon|ahead of the video|ahead of the picture|ahead of the image|"
    "before the picture|before the video|early",
    "earlier": "too late|behind the video|behind the picture|behind the image|lags|lagging|"
    "lags behind|"
    "lag behind|lagging behind|after the picture|after the video|sooner|late",
    "pitch <more>": "higher pitch|higher voice|voice higher|voices higher|higher voices|"
    "squeaky voice|"
    "chipmunk voice|chipmunk|a chipmunk|chipmunks|helium|helium voice|high pitched|squeaky|"
    "higher pitched|pitch up|pitched up",
    "pitch <less>": "demon voice|monster voice|a demon|a monster|darth vader|a giant|lower pitch|"
    "deeper voice|deep voice|voice deeper|voices deeper|deeper voices|"
    "lower voice|voice lower|deeper|low pitched|lower pitched|pitch down|pitched down",
    "uneven": "even out|evened out|evening out|more even|balance out|not even",
    "bass": "low end|lows|low tones|low frequencies",
    "treble": "highs|high end|high tones|high frequencies",
    "mid": "mids|middle tones|midrange",
    "noise_reduction": "remove the wind|remove wind|reduce the wind|less wind|reduce the noise|"
    "reduce noise|remove the noise|remove noise|remove hiss|"
    "remove the hiss|less noise|noise removal|noise reduction|reduce the background noise|"
    "reduce background noise|remove background noise|remove the background noise|clean up the "
    "audio|"
    "clean up the sound|clean the audio|clean the sound|cleaner audio|cleaner sound|denoise the "
    "audio|"
    "denoise audio|denoise the sound|denoise sound|get rid of the noise|get rid of background "
    "noise|"
    "get rid of the hiss|get rid of the background noise|get rid of the hum|remove the hum|"
    "remove hum|remove wind noise|remove the wind noise|reduce hiss|dehiss|hiss|hum|background "
    "noise|"
    "noisy audio|noisy sound|too noisy|static|clean up audio|clean up sound|audio cleanup|"
    "background hiss|background hum|background buzz|buzzing|humming noise|rumble|wind noise|"
    "noisy|so noisy|very noisy|annoying noise|noise in the background|less background noise|"
    "noise suppression|filter out the noise",
    "clarity_enhance": "voice clear|my voice clear|voice clean|speech clear|i sound muffled|"
    "voice understandable|clearer voice|clearer voices|clearer audio|clearer sound|clearer speech|"
    "voice clearer|voices clearer|audio clearer|sound clearer|speech clearer|clarity|speech "
    "clarity|"
    "make the voice clearer|make the speech clearer|make the audio clearer|make the sound clearer|"
    "hard to understand|difficult to understand|can not understand|can hardly understand|"
    "can barely understand|unintelligible|mumbling|easier to understand|muffled|sounds muffled|"
    "intelligible|clear voice|clear speech|"
    "enhance the voice|enhance the speech|enhance voice|enhance speech|improve the speech|"
    "improve the voice|better dialogue|clearer dialogue|clear up the voice|enhance the dialogue",
    "volume_boost": "volume boost|boost the volume|boost volume|boost the sound|boost the audio",
    # voice, titles
    "voiceover": "voice over|voice overs|voiceovers|voice-over|narration|narrate|narrator|narrated|"
    "narrating|spoken text|speak|spoken|read aloud|read out|read out loud|say aloud|text to speech|"
    "tts|speech saying|voice saying|have someone say|have a voice say|someone saying|dubbing voice|"
    "voice track|a voice|announce|announcer|say out loud",
    "title": "titles|text|caption|heading|headline|words|lettering|text overlay|overlay "
    "text|"
    "superimpose|titled|lower third|a text|label|texts|on screen text|write|written|writing",
    "captions": "translate the captions|translate captions|caption everything|caption all|"
    "caption it all|subtitle everything|subtitle it all|"
    "captioned|captioning|caption it|caption this|caption the video|"
    "caption the clip|caption my video|caption what|auto caption|auto captions",
    "subtitles switchable": "soft subtitles|soft subs|softsubs|soft captions|closed captions|"
    "subtitles that can be switched off|subtitles as a track|subtitle track|closed subtitles",
    # framing
    "gradually": "little by little|bit by bit|over time|progressively|more and more|by and by",
    "gradually zoom": "gradually push in|push in|slow push in|push in slowly|dolly in|"
    "slow dolly in|ken burns|"
    "ken burns effect|ken burns style",
    "mirror": "mirrored|mirror image",
    "resize": "rescale|scale|resized|scaled|scaling|downscale|downsize|change the size|"
    "change the resolution|change resolution|resizing",
    "upscale": "upscaled|upscaling|up scale|up res|upres|super resolution|superresolution",
    "resolution": "dimensions|dimension|pixel size|frame size|video size|picture size|res",
    "size <more>": "bigger|larger|enlarge|enlarged|huge|big|large|too small|increase the size",
    "size <less>": "smaller|shrink|tinier|shrunk|tiny|small|reduce the size|"
    "too big|too large|"
    "compact",
    "crop": "cropped|cropping|reframe|crop in",
    "<aspect:1:1>": "square|squared|square format|instagram square|quadratic",
    "<aspect:9:16>": "story format|instagram story format|instagram story|story size|"
    "vertical video|vertical format|portrait|portrait format|vertically for "
    "tiktok|"
    "upright|portrait mode|vertical|tiktok format|reels format|shorts format|phone format",
    "<aspect:16:9>": "landscape|widescreen|wide screen|landscape format|horizontal video|"
    "youtube format|landscape mode",
    "aspect": "aspect ratio|ratio|format ratio",
    "rotate <degrees:180>": "is upside down|filmed upside down|recorded upside down|"
    "shot upside down|"
    "came out upside down|standing on its head",
    "sideways": "lying on its side|lies on its side|on its side|turn it upright|right way up|"
    "the wrong way up|wrong way up",
    "cinematic": "teal and orange|teal orange|hollywood|movie look|film look|blockbuster",
    "follow subject": "keep the face in view|keep the face in frame|keep the face in the frame|"
    "keep me in frame|keep me in the frame|keep the subject in frame|keep the person in frame|"
    "keep the person in the frame|keep the subject in the frame|keep the face in the picture|"
    "track my face|track the face|track the person|follow my face|follow the face|follow me|"
    "follow the person|follow the subject|follow the action|face tracking",
    "typewriter": "type out|typed out|typing effect|typing animation|letter by letter",
    "rate quality": "rate my video|rate this video|rate my clip|rate this clip|rate the video",
    "stabilize": "reduce the shake|reduce shake|less shake|remove the shake|fix the shake|"
    "camera shake less|stabilization|stabilisation|stabilise|stabilized|image stabilization|steady|"
    "steadier|steady it|make it steady|less shaky|not so shaky",
    "border": "frame around|frame it|frame the video|frame the clip|frame the picture|borders|"
    "picture frame|framed",
    # time
    "boomerang": "backward and forward|backwards and forwards|forward and backward|"
    "forwards and backwards|backward and then forward|forward and then backward|back and forward|"
    "back and forth",
    "side by side": "next to each other|beside each other|one next to the other|"
    "alongside each other",
    "progress bar": "loading bar|load bar|status bar|time bar|progressbar",
    "bars": "stripes|strips",
    "freeze": "pause on|stop the picture|stop the image|stop the frame",
    "length": "duration|running time|runtime|run time|play time",
    "length <less>": "shorter|shorten|too long|cut it down|trim it down|shortened|make short",
    "length <more>": "longer|lengthen|too short|extend|prolong",
    # export
    "convert": "transcode|converted|turn into|export|reencode|re encode|encode|recode|remux|"
    "save as|output as|render as|exported|converting|transform",
    "contact sheet": "thumbnail sheet|thumbnail grid|grid of thumbnails|proof sheet|storyboard",
    "timecode": "time code|timestamp|time stamp",
    "filesize": "file size|size of the file|filesize|size of file",
    "screenshot": "cover image|cover photo|cover picture|cover frame|poster frame|poster image|"
    "a still|one still|the still|still image|still picture|still photo|screen shot|"
    "stills|thumbs|thumbnails|frame grab|frame grabs|screen grab|screengrab|screencap|snapshot|"
    "screenshots|still from|still of|still at",
    "gif": "animated gif|gifs|animation|gif animation",
    "hevc": "h265|h 265|x265|hevc",
    "h264": "h 264|x264|avc|h264",
    "framerate": "frame rate|fps|frames per second|frames a second|frames each second",
    "counterclockwise": "counter clockwise|anti clockwise|anticlockwise|ccw",
    "codec": "codecs|encoding|encoded",
    "bitrate": "bit rate|bitrates|data rate",
}

ACTIONS = {
    "everything except": "everything outside of|everything outside|all outside of|all outside|"
    "everything around|everything but|everything except for|all but|all except|all except for|"
    "everything other than|everything apart from|everything besides|anything but|everything minus",
    "to the": "too the",
    "remove": "toss|toss out|bin|trash|throw the rest away|kick out|knock out|wipe out|kick off|"
    "should go|can go|has to go|must go|needs to go|"
    "have to go|should be gone|"
    "needs to be gone|do without|away with|"
    "delete|drop|cut out|cut away|cut off|chop|chop off|chop out|get rid of|lose|skip|"
    "take out|take off|take away|omit|discard|strip|strip out|erase|eliminate|throw away|throw out|"
    "snip|snip off|snip out|lop off|edit out|leave out|trim off|trim away|trim out|clip out|"
    "clip off|shave|shave off|ditch|kill|exclude|dump|removed|deleted|removing|deleting|axe|"
    "slice off|slice out|crop out time|scrap|jump over|skip over|cutting out|minus|drop off",
    "keep": "keep only|only keep|retain|leave only|leave just|just keep|isolate|only|keep just|"
    "nothing but|preserve|keeping|only use|use only|just use|only want|i only want|i just want|"
    "only show|just show|show only|reduce to|restrict to|limit to|pick out|narrow down to|just",
    "add": "insert|include|attach|append|overlay|added|adding|stick|slap|throw in|drop in|paste",
    "apply": "use|applying|applied|give it|do",
    "put": "place|move|shift it|moved|placed|relocate|set|put it",
    "undo": "go back one|one step back|back one step|go one back|one back|a step back|revert|"
    "reverse that edit|take that back|take it back|undone|roll back|rollback|"
    "cancel that|cancel the last|scratch that|nevermind that|step back|unapply|go back one step|"
    "go back a step|ctrl z",
    "redo": "re do|undo the undo|restore that|bring that back|bring it back|put that back|redone",
}
