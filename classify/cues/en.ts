import type { Lexicon } from './lexicon.ts';

const number =
  '(?:\\d[\\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen|twenty|several|a few|some)';
const place =
  '(?:counters?|windows?|desks?|cashiers?|users?|staff|clerks?|workstations?|pcs?|computers?|terminals?|colleagues?|wards?|departments?|campus(?:es)?|sites?|buildings?|kiosks?|machines?|tills?|people|accounts?|points?)';

/** English cues. */
export const en: Lexicon = {
  mask: {
    noFault:
      "\\b(?:no|without|not a|never|isn't a|is not a|not any|no known|not had (?:a|any)|not (?:an?|really an?)) (?:\\w+ ){0,2}?(?:fault|faults|outage|outages|problem|problems|issue|issues|error|errors|failure|failures|incident|downtime|interruption)\\b|\\bnothing (?:is|has been|was|'s) (?:broken|wrong|down|failing|out of order)\\b|\\b(?:is|are|was|has|have) (?:not|never) (?:been )?(?:down|broken|failing|crashed|affected|stopped)\\b|\\bnot (?:down|broken|a fault|affected|urgent)\\b",
    mention:
      "\\b(?:fault|outage|failure|incident|downtime|error) (?:report|form|drill|exercise|log|procedure|history|category|level|classification|statistics)\\b|\\b(?:cause|reason|explanation|report) (?:of|for|on|about) (?:the |last |yesterday's )?(?:\\w+ ){0,2}?(?:outage|failure|downtime|fault|interruption|stop)\\b",
    noDoubt:
      "\\b(?:no doubt|cannot thank|can't wait|could not be happier|do not hesitate|don't hesitate|not sure|don't know|do not know|could not find|cannot find|can't find it in the manual|could you|can you|can we|could we|can a|may we|can i|cannot complain)\\b",
    formTitle: '\\b(?:fault|trouble|problem|incident) (?:report|form|sheet|ticket|description)\\b\\s?:?',
  },
  fail: {
    cannot:
      "\\b(?:can ?not|can't|cant|could not|couldn't|unable to|not able to|no longer|won't|will not|does not|doesn't|do not|don't|did not|didn't|has not|hasn't|have not|haven't|is not|isn't|are not|aren't|never) (?:\\w+ )?(?:been able|sign|log|issue|print|open|connect|load|work|working|start|read|find|appear|show|arrive|respond|reach|recogni[sz]e|recogni[sz]ed|save|upload|scan|see|get|reverse|void|export|process|go|produce|accept|finish|complete|detect|detected|sync|arrived|received|shown|possible|available|responding|loading|printing|reachable|come|be (?:opened|signed|read|issued|printed|reversed|activated|reached|found|verified|saved|used)|access|use|activate|approve|serve|continue|receive|match|add up|update|generate|pass|run|send|bill)",
    failed:
      '\\bfail(?:s|ed|ing|ure|ures)?\\b|\\berrors?\\b|\\bexception\\b|\\bfault(?:y)?\\b|\\bunsuccessful\\b|\\binvalid\\b|\\bwent wrong\\b',
    down: '\\bdown\\b(?! the| from| to| for maintenance)|\\bcrash(?:es|ed|ing)?\\b|\\bbroken?\\b|\\bdead\\b|\\bhang(?:s|ing)?\\b|\\bhung\\b|\\bfr[eo]{1,2}z(?:e|es|en|ing)\\b|\\bstuck\\b|\\boffline\\b|\\bunreachable\\b|\\bunresponsive\\b|\\bout of (?:order|service)\\b|\\bdied\\b|\\bburnt\\b|\\bblue screen\\b|\\bunavailable\\b|\\boutage\\b',
    stopped:
      '\\bstopped\\b|\\bstops\\b|\\bstop(?:ped)? working\\b|\\bat a standstill\\b|\\bsuspended\\b|\\bhalted\\b|\\binterrupted\\b|\\bceased\\b|\\bgave up\\b',
    refused:
      '\\breject(?:s|ed|ing)?\\b|\\brefus(?:e|es|ed)\\b|\\bdenied\\b|\\brevoked\\b|\\bexpired\\b|\\blocked(?: out)?\\b|\\bblocked\\b|\\bfrozen\\b|\\bdisabled\\b|\\bnot (?:authori[sz]ed|permitted|allowed|supported|valid|trusted|registered|found|recogni[sz]ed|visible|available|attached|built|responding|working)\\b|\\bforbidden\\b|\\bkicked\\b|\\bdrops?\\b|\\bdropped\\b',
    absent:
      '\\bmissing\\b|\\bblank\\b|\\bempty\\b|\\bdisappear(?:ed|s)?\\b|\\bgone\\b|\\blost\\b|\\bnothing (?:happens|comes|prints|appears)\\b|\\bnever (?:arrive|arrives|arrived|comes|came)\\b|\\bhas none\\b|\\bno (?:response|reaction|reply from|bill|bills|record|records|available session|text message|sms)\\b|\\bzero records\\b|\\breturns nothing\\b|\\bcut off\\b|\\bnot a single\\b|\\b404\\b|\\b50[0234]\\b|\\bgreyed out\\b|\\b(?:stays?|is|are) gr[ea]y\\b|\\bidle\\b',
    wrong:
      '\\bwrong(?:ly)?\\b|\\bincorrect(?:ly)?\\b|\\bduplicate[sd]?\\b|\\btwice\\b|\\bmix(?:ed|es|ing)?[ -]up\\b|\\bmismatch\\b|\\bgarbled\\b|\\bcorrupt(?:ed)?\\b|\\bdouble(?:d|s)?\\b|\\bdiffer(?:s|ent) from\\b|\\bdo(?:es)? not (?:match|agree|tally)\\b|\\bprevious patient',
    timeout:
      '\\btim(?:e|es|ed|ing)[ -]?out\\b|\\bconnection (?:reset|refused|lost|closed)\\b|\\bdisconnect(?:s|ed)?\\b|\\bspins?\\b|\\bspinning\\b|\\bunable\\b|\\btns-\\d+|\\bora-\\d+',
    flaw: '\\btrouble\\b|\\bproblems?\\b|\\bissue with\\b|\\bmisbehav|\\bplaying up\\b|\\bacting up\\b|\\bnot right\\b|\\bbug\\b|\\bglitch\\b|\\bred light\\b|\\bblinks red\\b',
  },
  stop: {
    system:
      "\\b(?:system|server|servers|database|db|service|platform|gateway|network|listener|application|e-bill|ebill|portal|site|signing|sign-in|authentication)\\b[^.;!?\\n]{0,40}?\\b(?:is|are|has been|have been|went|has|have|gone|was)?\\s?(?:completely |totally |all )?(?:down|dead|crashed|collapsed|offline|unreachable|unavailable|not responding|stopped|out of service|switched off|shut down|will not start|won't start|does not start|cannot be reached|encrypted)\\b",
    business:
      '\\b(?:all|everything|business|work|issuing|billing|operations?) (?:has |have |is |are )?(?:completely )?(?:stopped|at a standstill|halted|suspended|down|interrupted)\\b|\\bcomplete (?:outage|standstill|stop)\\b|\\beverything is (?:off|down|dead|out)\\b|\\bbills have stopped\\b|\\btotal (?:outage|standstill)\\b|\\bstandstill\\b|\\bwe have stopped (?:collecting|issuing|billing)|\\bservers? (?:is|are) down\\b|\\bsystem (?:is )?down\\b',
    noIssue:
      "\\b(?:can ?not|can't|unable to|not able to|could not|no one can|nobody can|none can) (?:\\w+ )?(?:issue|bill|sign|log|sign in|log in)\\b|\\bno bills?\\b[^.;\\n]{0,30}?\\b(?:issued|can be|could be|since|at all|produced|generated|today)\\b",
    none: '\\bnot a single bill\\b|\\bno bill(?:s)? (?:issued |have been issued |has been issued |)(?:at all |today|since)|\\bnone of (?:our|the)\\b|\\bnot one (?:bill|counter|cashier|user)\\b|\\b(?:nobody|no ?one|none) (?:can|could|is able|has been able|was able|gets?|manages?|may)\\b|\\bno (?:cashier|user|counter|window|patient|staff) (?:can|has|is able|could)\\b|\\bneither (?:campus|counter|site)\\b',
    ruin: '\\bransom(?:ware)?\\b|\\bencrypted\\b|\\bhacked\\b|\\bflood(?:ed)?\\b|\\bsoaked\\b|\\bsprinklers?\\b|\\bfire in\\b|\\blightning\\b',
  },
  core: {
    issue: '\\bissu(?:e|es|ed|ing)\\b|\\bbill(?:s|ing)?\\b',
    login:
      '\\bsign(?:s|ed|ing)?[ -]?in\\b|\\blog(?:s|ged|ging)?[ -]?(?:in|on)\\b|\\baccess\\b|\\bget in\\b|\\bget into\\b',
    sign: '\\bsign(?:s|ed|ing|ature|atures)?\\b|\\bcertificates?\\b|\\bukeys?\\b|\\bauthenticat\\w+|\\bsigning (?:server|service)',
    server:
      '\\bsystem\\b|\\bservers?\\b|\\bdatabase\\b|\\bplatform\\b|\\bgateway\\b|\\bservice\\b|\\be-bill\\b|\\bapplication\\b|\\blistener\\b',
    front: '\\bcounters?\\b|\\bwindows?\\b|\\bcashiers?\\b|\\bdischarge\\b|\\boutpatient\\b|\\binpatient\\b|\\ber\\b',
  },
  all: {
    whole:
      "\\b(?:whole|entire) (?:hospital|campus|clinic|site|building|system|team|floor|department)\\b|\\bhospital[- ]wide\\b|\\bsite[- ]wide\\b|\\bacross the (?:board|hospital|site)\\b|\\beverywhere\\b|\\bthe hospital (?:cannot|can't|is unable)\\b|\\bcampus has not been able\\b|\\bboth (?:campuses|sites|buildings|counters|windows|servers)\\b|\\bmain building and the annex\\b|\\bthe (?:\\w+ )?campus (?:has not|cannot|is unable|can't)",
    every: `\\b(?:all|every|each)(?: of)?(?: the| our)?(?: \\w+){0,2}? ${place}\\b|\\beveryone\\b|\\beverybody\\b|\\b(?:every|each) (?:bill|request|attempt|single|sign-in|login|transaction)\\b|\\ball (?:bills|requests|signatures|sign-ins|logins|issuing|billing|first|ranges|transactions|number ranges)\\b|\\beverything\\b|\\bany (?:counter|window|user|bill)\\b|\\bwhichever (?:window|counter|pc|one)\\b|\\bevery (?:\\w+ )?(?:key|ukey|certificate|attempt)\\b|\\bno department\\b`,
    none: '\\b(?:nobody|no ?one|none of (?:our|the|us|them))\\b(?! (?:here |else )?(?:knows?|told|called|calls|answers?|answered|is held|has to|waits|minds|complains|is waiting|is affected|was affected|is bothered|kept))|\\bnot one\\b|\\bnot a single\\b|\\bno bills? (?:at all|has|have|had|can|could|is|are|was|whatsoever|today|since|from any|issued|comes?|leaves?)\\b|\\bno (?:counter|window|cashier|user|department)\\b|\\bneither\\b',
  },
  part: {
    issuingFine:
      '\\b(?:issuing|bills? (?:are|is) issued|billing) (?:itself )?(?:is |works |goes on )?(?:fine|normal(?:ly)?|ok|not affected|unaffected|as usual)\\b',
    oneOf: `\\b(?:one|a single|1) (?:of (?:the|our)|${place}|printer|key|ukey|bill|patient|range|report|user|colleague|campus)\\b|\\bmy (?:ukey|key|pc|computer|account|counter|window|screen|printer|password|certificate)\\b|\\bmine\\b|\\bi (?:cannot|can't|am unable)\\b|\\b(?:counter|window|room|desk|till|ward) (?:no\\.? ?)?\\d+\\b|\\bcounters? \\d+ and \\d+\\b|\\bone report\\b`,
    someOf: `\\b${number} (?:of|out of) (?:the |our )?(?:\\d+|\\w+)\\b|\\bsome\\b|\\ba few\\b|\\bseveral\\b|\\bcertain\\b|\\bpart of\\b|\\bhalf (?:of|the)\\b|\\bmost of\\b|\\bthe (?:two|three|four|five) (?:counters|cashiers|windows|night|accounts)\\b|\\bpartly\\b|\\bpartial`,
    othersFine:
      "\\b(?:others?|other \\w+|the rest|rest of|remaining|elsewhere|colleagues?(?:'s?)?(?: keys?)?|main (?:hall|campus|building)|day staff|short bills|later years|new \\w+ \\w+|everything else|alipay|wechat|sms|counter payments|counters?(?: issuing)?|list report|outpatient|inpatient)\\b[^.;!?\\n]{0,40}?\\b(?:fine|normal|normally|ok|okay|work|works|working|unaffected|not affected|properly|correct(?:ly)?|right|well|went active|are good|no trouble|no problem|copes|as usual)\\b",
    kindOf:
      '\\bonly (?:the|when|for|on|in|with|bills|one|those|patients|this|these|at|some|if|my)\\b|\\bwhen (?:it|a bill|the bill|they) contains?\\b|\\bfor (?:bills|patients|payments) (?:with|from|paid|of|issued before)\\b|\\bself-service\\b|\\bkiosks?\\b|\\bnight[- ]shift\\b|\\bannex\\b|\\bsince the (?:storage )?migration\\b|\\bone (?:kind|type) of\\b|\\bpaid (?:through|by|via)\\b',
  },
  only: {
    sole: '\\b(?:our|the|a|this|my) (?:only|single|sole|one and only) (?:\\w+ ){0,2}?(?:counter|cashier|window|pc|computer|key|ukey|machine|server|terminal|desk|workstation|issuing point|clerk|printer|line)\\b|\\bonly (?:one|a single) (?:counter|cashier|window|pc|computer|desk|workstation)\\b(?! (?:is|has|fails|cannot|shows|affected))|\\bwe (?:only )?have (?:just |only )?one (?:counter|cashier|window|pc|computer)\\b|\\bonly cashier\\b|\\bsingle[- ](?:counter|window|cashier)\\b|\\bonly (?:counter|window) (?:open|that is open)\\b|\\bno (?:spare|back-?up|stand-?by)\\b',
  },
  intermittent: {
    onOff:
      '\\bon and off\\b|\\bcomes? and goes?\\b|\\bintermittent(?:ly)?\\b|\\bnow and (?:then|again)\\b|\\bsometimes\\b|\\boccasional(?:ly)?\\b|\\bevery (?:few|ten|five|other) (?:minutes|times|attempts|time)\\b(?! .{0,20}telephone)|\\bfrom time to time\\b|\\ba few times (?:an|a) (?:hour|day)\\b|\\bsporadic(?:ally)?\\b|\\bat random\\b|\\brandomly\\b|\\bonce (?:in a while|or twice)\\b|\\bworks? again (?:at once|after|for)\\b|\\bagain works at once\\b|\\bretry(?:ing)? (?:works|helps|succeeds)\\b|\\bsecond (?:try|attempt) works\\b|\\bflaky\\b|\\bunstable\\b|\\bone in (?:ten|five|three|\\d+)\\b|\\bkeeps? (?:dropping|disconnecting|coming back)\\b',
  },
  wrong: {
    moreMixed:
      "\\b(?:each other's|other people(?:'s)?|strangers?'?|belong(?:s|ing|ed)? to (?:another|other|someone|somebody|a different)|not (?:his|hers|theirs) (?:but|at all)|wrong (?:person|patient|name)s?)\\b",
    again:
      '\\b(?:issued|billed|sent|charged) (?:again|a second time|twice|two times|three times)\\b|\\bsecond bill\\b|\\b(?:two|three) (?:or three )?(?:different )?bills (?:for|each|instead)\\b|\\b(?:0\\.00|zero (?:amounts?|yuan|totals?))\\b',
    duplicate:
      '\\bduplicate[sd]?\\b|\\b(?:issued|billed|charged|signed) twice\\b|\\bsame (?:bill )?number\\b|\\btwo bills for\\b|\\bdouble[- ](?:issued|billed|charged)\\b|\\b(?:two|three) bills each\\b',
    amount:
      '\\bwrong (?:amounts?|totals?|sums?|figures?|price)\\b|\\b(?:amounts?|totals?|sums?|figures?) [^.;\\n]{0,30}?(?:wrong|incorrect|zero|differ|do not match|doubled|shifted|too (?:high|low)|twice)\\b|\\bdecimal\\b|\\bten times\\b|\\bovercharged\\b|\\boverwritten\\b',
    mixed:
      "\\b(?:another|other|someone else's|somebody else's|different|wrong|previous|next) (?:patient|person|name|people)(?:'s|s'|s)?\\b|\\bmix(?:ed|es)?[ -]up\\b|\\bswapped\\b|\\bshifted by one\\b|\\bsomeone else's\\b",
    voided:
      '\\bvalid bills? [^.;\\n]{0,20}?(?:voided|cancelled|reversed)\\b|\\b(?:voided|cancelled|reversed) (?:by itself|by mistake|in mass|automatically)\\b|\\b(?:has|have|were|been) (?:voided|reversed|cancelled)\\b',
  },
  mass: {
    number:
      '\\b(?:[2-9]\\d|\\d{3,}|\\d,\\d{3}|dozens|hundreds|thousands|scores|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:a|two|three|several) hundred)\\b(?: of| bills| patients| people| records| entries)?',
    many: '\\b(?:many|every|all|numerous|lots of|several|a lot of) (?:bills|patients|people|of them|the bills|receipts)\\b|\\ball bills\\b|\\bevery (?:bill|patient)\\b|\\banyone\\b|\\banybody\\b|\\bin bulk\\b|\\beach bill\\b',
    growing:
      '\\bstill (?:going on|running|issuing|growing|counting|happening|being)\\b|\\band counting\\b|\\bmore (?:every|each) (?:minute|hour)\\b|\\bcontinu(?:es|ing)\\b|\\bkeeps? (?:issuing|growing|deleting)\\b',
  },
  privacy: {
    others:
      "\\b(?:see|sees|can see|open|saw|view|views|opens?|shows?|get|gets|got|received|download) [^.;\\n]{0,20}?(?:another|other|someone else's|somebody else's|a stranger's|strangers'|different) (?:patient|people|person|bill)",
    open: '\\bwithout (?:any )?(?:sign(?:ing)?[ -]?in|log(?:ging)?[ -]?in|login|password|verification|authentication|check)\\b|\\b(?:anyone|anybody|everybody|everyone|the public) (?:can|could|is able|may|who)\\b|\\bpublicly (?:accessible|visible|available|searchable)\\b|\\bgoogle\\b[^.;\\n]{0,30}?\\b(?:find|shows|index|result)|\\bby changing the (?:number|digits|id|last)|\\bindexed by\\b|\\bopen to (?:the public|anyone|everybody)',
    leak: '\\bleak(?:s|ed|ing)?\\b|\\bexpos(?:e|es|ed|ing|ure)\\b|\\bprivacy\\b|\\bpersonal data\\b|\\bdata breach\\b|\\bbreach\\b|\\bidentity numbers\\b|\\bunmasked\\b',
  },
  loss: {
    deleted:
      '\\bbills?\\b[^.;\\n]{0,20}?\\b(?:deleted|wiped|erased|vanished|purged)\\b|\\b(?:wiping|erasing|purging|deleting)\\b|\\b(?:data|records?|files?|table|database|archive|ranges?|history|scans|originals)\\b[^.;\\n]{0,30}?\\b(?:deleted|wiped|erased|gone|lost|vanished|disappeared|destroyed|overwritten|purged|missing from)\\b|\\b(?:wiped|erased|purged|deleted) (?:the|all|our|by)\\b|\\bdata loss\\b|\\blosing (?:data|bills|records)\\b',
    ransom: '\\bransom(?:ware)?\\b|\\bfiles? (?:are |have been |were )?encrypted\\b|\\blockbit\\b',
  },
  fine: {
    normal:
      '\\b(?:works?|working|is|are|all|running|runs) (?:\\w+ )?(?:fine|normal(?:ly)?|ok|okay|well|properly|perfectly|correctly|as usual)\\b|\\bno (?:trouble|problem|issue|fault)s?\\b|\\bnothing (?:is )?(?:broken|wrong)\\b|\\bin order\\b|\\bhealthy\\b|\\bas usual\\b',
    noImpact:
      '\\bno (?:impact|effect|harm|one is affected|delay)\\b|\\bnot affect(?:ed|ing)?\\b|\\bunaffected\\b|\\bdoes not (?:affect|hold|disturb)\\b|\\bnobody (?:is|has|was|minds)\\b',
    nothing: '\\bnot a fault\\b|\\bnothing is broken\\b|\\bnothing to repair\\b|\\bno fault\\b|\\bno action needed\\b',
  },
  resolved: {
    restored:
      '\\b(?:recovered|restored|resolved|solved|fixed|repaired|cured|back (?:to normal|up|online|in service|on line)|came back|has cleared|is over|sorted(?: out)?|works? again|up again|running again|working again)\\b',
    fineNow:
      '\\b(?:now|today|since then|since|this morning|meanwhile|everything|all)\\b[^.;\\n]{0,30}?\\b(?:fine|normal|ok|okay|well|in order|works|working|running smoothly|no trouble)\\b',
    fineSince:
      '\\b(?:fine|normal|normally|ok|well|stable|smoothly|good) (?:again |ever )?since\\b|\\bhas been (?:fine|normal|ok|stable)\\b',
    over: '\\bfalse alarm\\b|\\bour own (?:cable|fault|mistake|switch|network)\\b|\\bno need to come\\b|\\bplease (?:ignore|disregard|cancel)\\b|\\bplease close\\b|\\bwithdraw\\b|\\bdisregard\\b|\\bnever mind\\b',
  },
  again: {
    back: '\\b(?:again|once more|is back|are back|comes back|returned|recurr(?:ed|ing|s)|relapsed?|third time|second time|down again)\\b',
    still:
      "\\bstill (?:not|no|cannot|can't|down|fails?|failing|the same|broken|does|doesn't|shows|unable|out|nothing|waiting|blank)\\b|\\bnot (?:yet )?(?:fixed|resolved|solved|recovered|restored)\\b|\\bpersists?\\b|\\bremains?\\b",
  },
  workaround: {
    otherOne:
      '\\b(?:another|other|next|different|second|neighbou?ring|spare) (?:pc|computer|printer|browser|counter|window|machine|key|account|menu|report|route|way)\\b|\\bnext door\\b',
    insteadOf:
      '\\bwork[- ]?around\\b|\\binstead\\b|\\bfor now we\\b|\\bfor the (?:moment|time being)\\b|\\bmeanwhile we\\b|\\bin the meantime\\b|\\bby hand\\b(?! since)|\\bmanually\\b|\\bin (?:two halves|parts|batches|smaller)\\b|\\bone (?:after|by) (?:the other|one)\\b|\\bwe (?:use|print|export|reverse|copy|send|go through|switched to|do it|get round|manage)\\b|\\bif i (?:use|click|go|open)\\b|\\bvia the\\b|\\btemporar(?:y|ily)\\b|\\bdetour\\b|\\bgo(?:es)? through\\b',
    works:
      '\\b(?:works|worked|prints|opens|goes|is) (?:fine |ok |well )?(?:from|with|in|on|via|through|at) (?:another|the other|chrome|edge|firefox|the|a different)\\b|\\bwent out (?:in time|all right)\\b|\\bdoes the (?:job|trick)\\b|\\bgets? (?:us )?(?:by|round)\\b',
  },
  manual: {
    paper:
      '\\bpaper (?:bills?|receipts?|slips?|forms?)\\b|\\bhand-?written\\b|\\bhandwriting\\b|\\bwriting (?:down|out)\\b|\\bby hand\\b|\\bemergency (?:plan|paper|receipts?|books?)\\b|\\bmanual (?:bills?|receipts?)\\b|\\bwriting names\\b|\\bious?\\b|\\bwrite (?:down|out)\\b|\\bregister(?:ing)? (?:names|patients)\\b|\\bpromising? to send\\b',
  },
  goesOn: {
    noDelay:
      '\\b(?:work|business|service|billing|issuing|everything) (?:goes|carries|is going|continues|runs)(?: on)?\\b|\\bno (?:delay|hold-?up|complaints|inconvenience)\\b|\\bnot (?:held up|delayed|holding)\\b|\\b(?:in|on) time\\b|\\bwithout delay\\b|\\bwe (?:manage|cope|get by)\\b|\\bnobody (?:has to wait|is waiting|waits|complains|is held up)\\b|\\bno ?one (?:has to wait|is waiting|waits|complains)\\b|\\bquiet (?:week|day|time)\\b',
    done: '\\b(?:already|all) (?:done|issued|sent|reported|filed|submitted|printed|finished)\\b|\\bwent out\\b|\\bsubmitted (?:already|in time)\\b|\\bdoes not (?:disturb|hold|affect|bother)\\b',
  },
  held: {
    queue:
      '\\bqueu(?:e|es|ed|ing)\\b|\\blong(?:er)? (?:line|lines|queue)\\b|\\blines? (?:of|at|is|are|reach|grow)\\b|\\bcrowd(?:s|ed|ing)?\\b|\\bstand(?:ing)? in line\\b|\\bhall is (?:full|packed)\\b|\\bpacked\\b|\\bback(?:ed)? up\\b',
    waiting:
      '\\bwaiting\\b|\\bwaits?\\b|\\bpatients? (?:are|is|have|has) (?:\\w+ )?(?:waiting|angry|complaining|calling|impatient|left|leaving|upset|been sent)\\b|\\bimpatient\\b|\\bangry\\b|\\bupset\\b|\\bcalling (?:the|us)\\b|\\btelephon(?:e|ing) us\\b|\\bsent away\\b|\\bsending their patients\\b|\\bturn(?:ed|ing) away\\b',
    complaint: '\\bcomplain(?:s|ed|ing|ts?)\\b|\\bshouting\\b|\\bfurious\\b|\\bannoyed\\b|\\bdemand(?:s|ing)?\\b',
    backlog:
      '\\bbacklog\\b|\\bpil(?:e|ed|ing) up\\b|\\bcannot be (?:discharged|refunded|reimbursed|closed)\\b|\\bcannot (?:approve|refund|discharge|close|hand over)\\b|\\brefunds? (?:are )?(?:waiting|stuck|blocked|pending)\\b|\\bclosed (?:for now|since|until)\\b|\\bclosed\\b|\\bunbilled\\b|\\brefuse to pay\\b|\\bhold(?:ing)? up\\b|\\bheld up\\b|\\bblocked\\b|\\b(?:are|is) waiting\\b',
    deadline:
      "\\btoday\\b|\\btonight\\b|\\btomorrow\\b|\\bthis (?:afternoon|morning|evening)\\b|\\bby (?:\\d+ ?(?:am|pm|o'clock)|noon|midnight|five|six|the end of (?:the )?day)\\b|\\bbefore (?:noon|midnight|\\d)\\b|\\bat (?:about )?(?:noon|midnight)\\b|\\bcourt order\\b|\\bauditors? are here\\b|\\binspectors?\\b|\\bdeadline\\b",
    blocked:
      '\\bcannot (?:work|continue|go on|proceed|serve|finish)\\b|\\bwork (?:has )?stopped\\b|\\bat a standstill\\b|\\bstuck\\b|\\bnot (?:be )?able to work\\b|\\bwill not (?:do so|sign)\\b',
  },
  standstill: {
    now: '\\b(?:in front of me|at (?:the|my) (?:desk|counter|window)|beside me|next to me|is standing|are standing|sits? (?:here|in front)|is sitting|is waiting|are waiting|waiting (?:here|at|now|in)|people behind)\\b',
    stuck:
      "\\b(?:i (?:am|'m) stuck|cannot go on|can't go on|cannot continue|cannot proceed|don't dare|do not dare|dare not|afraid to click|what do i (?:click|press|do)|which (?:button|one) do i|cannot open the (?:counter|window)|my counter is closed|closed until|hold(?:ing)? the (?:line|queue)|stopped and wait|cannot hand over|until (?:you|i hear))\\b",
    tomorrow:
      '\\b(?:starts?|opens?|begins?|on duty|first day|goes live|open) (?:\\w+ ){0,3}?(?:today|tonight|tomorrow|this (?:afternoon|morning)|at \\d)|\\btomorrow (?:morning )?(?:at|she|he|they|we|the)\\b[^.\\n]{0,30}?(?:start|open|begin|need)|\\b(?:today|tonight|tomorrow)\\b[^.;\\n]{0,40}?\\b(?:shift|first day|opens|counter|starts|on duty)\\b|\\bneeds? (?:it|the bill) (?:now|today|this afternoon|at once)\\b',
    duty: '\\b(?:my|her|his|our) shift\\b|\\bon (?:duty|shift)\\b|\\bshift (?:has|starts|began)\\b',
    teach:
      '\\b(?:please (?:answer|reply|advise|call|tell me|help) (?:at once|immediately|right away|now|quickly|asap|as soon as possible|by return))\\b|\\bright now\\b|\\bquick(?:ly)?\\b',
  },
  patient: {
    noHurry:
      '\\bno (?:rush|hurry)\\b|\\bnot urgent\\b|\\bwhenever (?:convenient|you)\\b|\\bwhen (?:you have|convenient|time permits)\\b|\\bat your (?:convenience|leisure)\\b|\\bcan wait\\b|\\bnext (?:release|update|version|visit|inspection)\\b|\\bjust (?:curious|wondering|for our|asking)\\b|\\bany release\\b|\\bsome ?time\\b|\\bno deadline\\b|\\bcuriosity\\b|\\bpurely\\b',
    thisWeek:
      '\\b(?:this|next) (?:week|month|quarter|year)\\b|\\bwithin (?:the|a|two) (?:week|month|weeks)\\b|\\bby (?:friday|the end of (?:the )?(?:week|month|year))\\b|\\bat year end\\b',
  },
  soon: {
    today:
      '\\btoday\\b|\\btonight\\b|\\bnow\\b|\\bright away\\b|\\bimmediately\\b|\\bat once\\b|\\burgent(?:ly)?\\b|\\basap\\b|\\bthis (?:morning|afternoon|evening)\\b|\\bsince \\d|\\bsince (?:this|breakfast|noon|midnight|last night|\\d)|\\bcurrently\\b|\\bat the moment\\b|\\bat present\\b',
    tomorrow: '\\btomorrow\\b|\\bwithin (?:24 hours|a day|the day)\\b|\\bmidnight\\b|\\bovernight\\b',
  },
  later: {
    weeks:
      '\\bnext (?:week|month|quarter|year|monday|tuesday|wednesday|thursday|friday|term|release)\\b|\\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\\b|\\bin (?:two|three|four|several|a few) (?:weeks|months)\\b|\\byear end\\b|\\bafter national day\\b|\\bplanned?\\b|\\bplanning\\b|\\blater (?:this|in)\\b|\\bone day\\b|\\bthis quarter\\b',
  },
  past: {
    distant:
      '\\b(?:last (?:week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:two|three|four|a few|some) (?:days|weeks|months) ago|the other day|back in)\\b(?! (?:update|upgrade))',
    day: '\\byesterday\\b|\\blast (?:night|week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday|year)\\b|\\b(?:days?|weeks?|hours?|months?) ago\\b|\\bearlier\\b|\\bthe other day\\b|\\bon (?:monday|tuesday|wednesday|thursday|friday)\\b|\\bat that time\\b|\\bpreviously\\b',
  },
  hypothesis: {
    document:
      '\\b(?:contract|manual|plan|policy|clause|procedure) (?:says|states|reads|mentions|speaks)\\b|\\bin the (?:contract|contingency plan|manual)\\b|\\bdefinition of\\b|\\bcounts? as\\b',
    if: '\\bif\\b|\\bin case\\b|\\bshould the\\b|\\bsuppose\\b|\\bassuming\\b|\\bone day\\b|\\bin the event\\b|\\bwould (?:happen|we|you|it)\\b|\\bwere to\\b|\\bhypothetical',
    future:
      '\\b(?:otherwise|or else|will (?:be gone|run out|expire|not be able|be out|stop|be short|run dry)|would be unable)\\b',
    fear: '\\bworr(?:y|ied|ies)\\b|\\bafraid (?:that|it|the|of)\\b|\\bfear(?:s)?\\b|\\bconcerned that\\b|\\bmight\\b|\\bhear(?:d)? that\\b|\\brumou?r|\\bprevent\\b|\\bavoid\\b',
    drill: '\\b(?<!not a |no )drill\\b|\\bexercise\\b|\\bsimulat\\w+|\\bcontingency plan\\b|\\btest scenario\\b',
  },
  planned: {
    work: '\\b(?:planned|scheduled|plan to|intend to|due to be|shall be|will be|are going to be|is going to be|we (?:will|shall))\\b[^.;\\n]{0,60}?\\b(?:shut ?down|switched off|unavailable|down|moved|stopped|replaced|maintenance|upgrad\\w+|migrat\\w+|power cut|cut-?over|relocat\\w+|generator test|drill|offline|cabling)\\b|\\b(?:maintenance|upgrade|migration|shutdown|cut-?over|power cut|generator test|drill)\\b[^.;\\n]{0,30}?\\b(?:is|are) (?:planned|scheduled|due|set|fixed)\\b|\\bplanned (?:outage|stop|downtime|maintenance)\\b|\\bmaintenance window\\b|\\b(?:has|have|needs?) to (?:go|be shut|be switched|be taken) (?:down|off)\\b',
  },
  elsewhere: {
    other:
      '\\b(?:another|other|neighbou?ring|the next) (?:hospital|city|town|county|clinic)\\b|\\bin the (?:news|paper)\\b|\\belsewhere in\\b',
    practice:
      '\\b(?:test|training|practice|sandbox|demo) (?:account|system|environment|server|database|endpoint)\\b|\\bsandbox\\b',
  },
  slow: {
    slow: '\\bslow(?:er|ly|ness)?\\b|\\bsluggish\\b|\\blag(?:s|gy|ging)?\\b|\\btakes? (?:about |nearly |almost |up to |over |some |around )?(?:\\d+|a|two|three|five|ten|twenty|thirty|several|half a|forty|fifteen)[ -]?(?:\\w+ )?(?:seconds?|minutes?)\\b|\\bdelay(?:s|ed)?\\b|\\bperformance\\b|\\bcrawl(?:s|ing)?\\b|\\bseconds (?:per|for|to|each)\\b',
  },
  cosmetic: {
    looks:
      '\\bcosmetic\\b|\\btypo\\b|\\bmisspel\\w+|\\bspelling\\b|\\balign(?:ed|ment)?\\b|\\bmisalign\\w+|\\bcolou?rs?\\b|\\bfont\\b|\\blogo\\b|\\bcomma\\b|\\blayout\\b|\\bmargin\\b|\\bicon\\b|\\bugly\\b|\\bfooter\\b|\\bheader text\\b|\\bcapital(?:s|ised|ized)?\\b|\\bpale\\b|\\bfaint\\b|\\bsmall print\\b|\\btranslation\\b|\\bwording\\b|\\bold name\\b',
  },
  shout: { marks: '!!|\\burgent(?:ly)?\\b|\\basap\\b|\\bhelp!|\\?\\?|\\bemergency\\b|\\bdesperate\\b|\\bmayday\\b' },
  question: {
    mark: '\\?',
    how: '\\bhow (?:do|can|to|many|long|much|should|does|often|is|are)\\b|\\bcould you (?:tell|let|explain|send|say|confirm|clarify|advise)\\b|\\bplease (?:tell|explain|confirm|let (?:me|us) know|clarify)\\b|\\bi (?:wonder|would like to know|want to know)\\b|\\bwe (?:wonder|would like to know|wish to know|want to know)\\b|\\bwondering\\b|\\benquir(?:y|e|ing)\\b|\\binquir(?:y|e|ing)\\b|\\bsimply wish to know\\b|\\bquestion\\b|\\bcuriosity\\b',
    what: '\\bwhat (?:is|are|does|do|should|happens|would|kind|format|paper)\\b|\\bwhich (?:is|are|one|paper|tag|button|of|version|size)\\b|\\bwhere (?:is|are|can|do|does)\\b|\\bwhen (?:is|will|does|do|can)\\b|\\bwho (?:is|are|has|maintains|can)\\b|\\bis (?:it|there|that|this|ie)\\b[^.\\n]{0,60}?\\?|\\b(?:can|may|do|does|should|must|will|are|is) (?:a|we|i|the|you|it|our|one|they)\\b[^.\\n]{0,100}?\\?|\\bmeaning of\\b|\\bwhether\\b|\\bdifference between\\b',
    docs: '\\b(?:send|provide|give|let) (?:us|me)? ?(?:the|a|an|your|have)\\b[^.\\n]{0,40}?\\b(?:specification|manual|guide|document|list|copy|instructions|template|documentation|reference|wording|statement)\\b|\\bfaq\\b|\\bprocedure manual\\b',
    cause: '\\b(?:cause|reason|explanation|why)\\b|\\bwhat (?:caused|happened|went wrong)\\b|\\broot cause\\b',
  },
  change: {
    apply:
      '\\b(?:request(?:ed|ing)? (?:for|to|a|an)|apply for|application for|change request|new (?:user|account|cashier|report|counter|issuing point|template|department))\\b|\\brequest:|\\bwe (?:would like|need|plan|intend|are building)\\b|\\bi (?:would like|need)\\b',
    add: '\\b(?:add|adding|create|creating|open an account|set up|setting up|enable|activate|register|install|configure|grant|assign|integrate|connect(?: our)?)\\b',
    adjust:
      '\\b(?:change|changing|rename|update|renew(?:al)?|extend|move|relocat\\w+|migrat\\w+|replace|remove|removed|delete|disable|deactivate|switch off|adjust|reset|unlock|transfer|merge|upgrade|allot|release (?:more|another))\\b',
    ask: '\\b(?:please|kindly|could you|can you|would it be possible|we ask you to|would you) (?:\\w+ ){0,2}?(?:add|create|set|enable|grant|change|rename|renew|extend|move|replace|remove|disable|reset|unlock|arrange|prepare|have somebody|quote|schedule|install|assign|update|issue us|send somebody)\\b|\\bcould the system\\b|\\bcan the bill\\b|\\bplease quote\\b',
  },
  feedback: {
    suggest:
      '\\bsuggest(?:ion|ions|ed)?\\b|\\bit would be (?:nice|good|helpful|better)\\b|\\bmy two cents\\b|\\bfeedback\\b|\\bwish list\\b|\\bwould be (?:nice|great|handy)\\b|\\bopinion\\b|\\bimprove(?:ment)?s?\\b',
    complain:
      '\\bcomplain(?:t|ts|ing)?\\b|\\bdisappoint(?:ed|ing|ment)\\b|\\bunsatisf\\w+|\\bpoor service\\b|\\bunacceptable\\b|\\brude\\b|\\bnobody (?:called|answers)\\b|\\bnot happy\\b|\\bdissatisf\\w+|\\bpatronising\\b|\\bslow to (?:answer|respond)\\b',
    praise:
      '\\b(?:compliments?|praise|commend|well done|excellent|great (?:job|work|service)|kudos|impressed|very (?:helpful|pleased|satisfied|happy)|grateful|appreciat\\w+|good work|enjoyed)\\b',
    survey: '\\bsurvey\\b|\\bsatisf(?:action|ied)\\b|\\brating\\b|\\b[1-5]/5\\b|\\bquestionnaire\\b|\\bscore\\b',
  },
  reply: {
    thanks: '\\bthank(?:s| you)\\b|\\bcheers\\b|\\bmuch obliged\\b',
    received:
      '\\breceived\\b|\\bgot it\\b|\\bnoted\\b|\\bwell received\\b|\\back(?:nowledged)?\\b|\\bin good order\\b|\\bagreed\\b|\\bunderstood\\b|\\bthat (?:answers|clears|explains)\\b|\\bno further (?:questions|comments)\\b|\\bconfirmed\\b',
    solved:
      '\\b(?:works|working|fine|ok|okay|solved|fixed|resolved|sorted|all good|good) (?:now|again)\\b|\\b(?:that|it|this) (?:worked|works|did it|did the trick|helped|solved)\\b|\\bproblem (?:is )?(?:solved|fixed|gone)\\b|\\byou (?:can|may) close\\b|\\bplease close\\b|\\bback to normal\\b',
    withdraw:
      '\\bno need to come\\b|\\bfalse alarm\\b|\\bour own (?:cable|fault|mistake)\\b|\\bplease (?:ignore|disregard)\\b|\\bnever mind\\b|\\bsorry,? (?:it was|our)\\b|\\bwithdraw\\b|\\bcancel (?:the|my|our) (?:visit|ticket|request|call)\\b',
    agree:
      '\\bsee you\\b|\\bsuits us\\b|\\bthat (?:day|time) (?:is|works|suits)\\b|\\bwill be (?:there|waiting)\\b|\\bfine with us\\b|\\blook forward\\b',
  },
  automatic: {
    reply:
      '\\bautomatic(?:ally)? (?:reply|response|generated|sent)\\b|\\bauto-?reply\\b|\\bout of (?:the )?office\\b|\\bsent automatically\\b|\\bauto-?generated\\b|\\bdo not reply\\b|\\bno-?reply\\b|\\b(?:on|am on) (?:annual |sick |maternity )?leave\\b|\\baway (?:from|until|on)\\b|\\bwill be back on\\b|\\bno access to e-?mail\\b|\\breturn(?:ing)? (?:to the office|on)\\b|\\bon (?:holiday|vacation)\\b',
    bounce:
      "\\bundeliver(?:able|ed)\\b|\\bdelivery (?:has )?(?:failed|failure|status|report|notification)\\b|\\bmail delivery\\b|\\bcould(?:n't| not) be (?:found|delivered)\\b|\\b550[ -]|\\bmailbox (?:full|unavailable)\\b|\\bdiagnostic information\\b|\\bmailer-daemon\\b|\\btransmission (?:report|result|ok)\\b|\\bfax (?:sent|delivered) successfully\\b",
    receipt:
      '\\bread receipt\\b|\\byour message was read\\b|\\b(?:your )?(?:ticket|case|request)\\b[^.\\n]{0,30}?\\b(?:has been (?:received|logged|created|closed|opened|registered|assigned)|was (?:created|received|logged|closed))\\b|\\bmeeting (?:request|invitation)\\b|\\baccepted:|\\bcalendar\\b',
    digest:
      '\\b(?:daily|weekly|monthly) (?:report|digest|summary|backup report|health)\\b|\\bRECOVERED\\b|\\brecovered\\b|\\b\\[?(?:resolved|ok)\\]?:|\\bstatus: (?:ok|resolved|recovered|up)\\b|\\bdigest\\b|\\bbackup (?:completed|succeeded|successful)\\b|\\bautomated (?:message|notification|report)\\b',
  },
  alarm: {
    alert:
      '\\b(?:alert|alertmanager|firing|zabbix|nagios|prometheus|monitor(?:ing)?|problem:|probe|health ?check|trigger)\\b[^\\n]{0,60}?\\b(?:down|critical|failed|unreachable|firing|problem|timeout|0/\\d|p1)\\b|\\bstatus: (?:down|firing|problem|critical|open)\\b|\\[(?:critical|firing|problem|alert)[^\\]]{0,20}\\]',
  },
  spam: {
    money:
      '\\b(?:loan|loans|discount|sale|% off|clearance|free (?:month|trial|gift|sample)|special offer|price list|cheap|best price|investment?|invest|usd \\d|million|financial consultant|business proposal|partnership proposal|lottery|winner|prize|inherit\\w*|crypto|bitcoin|btc|seo|page one|ranking|backlinks?|leads|marketing|wholesale|manufacturer|supplier of|toner|promo(?:tion)?|guaranteed|limited time|order (?:now|today)|buy now|webinar|conference invitation|casino|viagra|rolex|bulk sms|more patients|online ads|book a free|collateral|samples free|best prices)\\b',
    phish:
      '\\bclick (?:here|the link|below)\\b|\\bverify your\\b|\\bconfirm your (?:account|password|mailbox)\\b|\\baccount (?:will be|has been) (?:suspended|closed|limited|locked)\\b|\\bmailbox (?:is |will be )?(?:full|quota|suspended|storage)\\b|\\benable macros\\b|\\.zip\\b|\\.exe\\b|\\binvoice (?:is )?overdue\\b|\\bwire transfer\\b|\\bbank (?:particulars|details)\\b|\\bunusual (?:sign-in|activity)\\b|\\bpassword (?:will )?expires?\\b[^.\\n]{0,30}?\\bclick\\b|\\bsuspension of your\\b|\\bgift cards?\\b|\\blink below\\b|\\bpayroll\\b|\\bbank card\\b|\\bsalary\\b',
    optOut:
      '\\bunsubscribe\\b|\\bopt[ -]out\\b|\\bto be removed\\b|\\bremove (?:me|you) from\\b|\\bfax back this page\\b',
    pitch:
      '\\bdear (?:sir|madam|sir/madam|sir or madam|customer|friend|beneficiary|account holder)\\b|\\bwe are a (?:leading|professional)\\b|\\bour company (?:is|offers|supplies)\\b|\\bgreetings,? i am\\b|\\breply "?yes"?\\b|\\bkindly reply with\\b',
  },
  expiring: {
    soon: '\\b(?:certificates?|keys?|licen[cs]e)\\b[^.;\\n]{0,40}?\\b(?:expires?|run(?:s)? out|ends?) (?:tomorrow|today|tonight|at midnight|within 24)\\b|\\bexpir\\w+ (?:tomorrow|tonight|at midnight|today)\\b',
    ahead:
      '\\b(?:will expire|expires? (?:on|in|next|at the end)|due to expire|about to expire|renewal|renew|valid (?:until|to|till))\\b',
  },
  expired: {
    over: '\\b(?:has|have|had|is|are|was) (?:\\w+ )?(?:expired|revoked|lapsed)\\b|\\bexpired (?:yesterday|today|last|this|at)\\b|\\b(?:expired|revoked)\\b',
  },
  secret: {
    forgot:
      "\\bforg[oe]t(?:ten)?\\b|\\b(?:lost|don't remember|do not remember|cannot remember) (?:my|the|her|his) (?:password|pin)\\b|\\breset (?:my|her|his|the) (?:password|pin)\\b|\\bpassword reset\\b",
    typed:
      '\\b(?<!never |not )(?:wrong|mistyped|typed)\\b[^.;\\n]{0,20}?\\b(?:password|pin)\\b[^.;\\n]{0,20}?\\b(?:times|too often|wrong)?|\\btoo many (?:attempts|tries)\\b',
  },
  shared: {
    unit: "\\b(?:unit|hospital'?s?|organi[sz]ation|server|ssl|site|root) certificate\\b|\\bsigning (?:server|service)\\b|\\bsignature server\\b|\\bauthentication (?:server|service|gateway)\\b|\\bsign-in (?:server|service|gateway)\\b|\\blicen[cs]e\\b",
    server:
      '\\b(?:application|database|db|main|both|central|front-end) (?:server|servers|host|machine)\\b|\\boracle\\b|\\blistener\\b|\\btablespace\\b|\\bload balancer\\b|\\bcore switch\\b|\\bserver room\\b|\\bstorage array\\b|\\bfirewall\\b',
  },
  login: {
    signIn:
      '\\bsign(?:s|ed|ing)?[ -]?in\\b(?! gateway| server| service)|\\blog(?:s|ged|ging)?[ -]?(?:in|on|out)\\b|\\blogin\\b|\\bget in\\b|\\bgets in\\b',
    account:
      '\\buser ?names?\\b|\\baccounts? (?:is|are|was|locked|has|disabled|for)\\b|\\baccounts?\\b|\\blocked out\\b|\\bpermitted hours\\b',
    secret: '\\bpasswords?\\b|\\bcaptcha\\b|\\bsingle sign-on\\b|\\bsso\\b',
  },
  certificate: {
    key: '\\bukeys?\\b|\\busb keys?\\b|\\bpin\\b|\\btokens?\\b|\\bkeys?\\b',
    certificate: '\\bcertificates?\\b|\\bgdca\\b|\\bsigner\\b',
    sign: '\\bsignatures?\\b|\\bsigning\\b|\\btime ?stamps?\\b|\\bseal\\b|\\bauthentication\\b|\\bsign-in (?:gateway|server|service)\\b|\\bgateway\\b',
  },
  issuing: {
    issue: '\\bissu(?:e|es|ed|ing)\\b(?! with)|\\bnew bill\\b|\\bno bills?\\b|\\bproduce any bill\\b',
    reverse:
      '\\bvoid(?:ed|ing)?\\b|\\bcancel(?:led|ling)? (?:a|the|this) bill\\b|\\brevers(?:e|es|ed|al|ing)\\b|\\brefunds?\\b|\\bred-letter\\b|\\bdeposit',
    wrong:
      '\\bre-?issu(?:e|ed|ing)\\b|\\bwrong (?:amount|patient|name)\\b|\\bduplicate bills?\\b|\\b(?:two|three) bills\\b|\\btwice\\b|\\bamounts?\\b|\\bmerge\\b|\\bsplit\\b|\\bbills? (?:is|are|come|comes) (?:out )?',
  },
  stock: {
    stock:
      '\\bstock\\b|\\bnumber ranges?\\b|\\branges?\\b|\\bbill numbers?\\b|\\binventory\\b|\\bnumbers? (?:left|available)\\b',
    move: '\\bwrite-?off\\b|\\ballot(?:ted|ment)?\\b|\\brun(?:s)? (?:out|dry)\\b|\\bran out\\b|\\bbatch(?:es)? of (?:numbers|bills)\\b|\\bpaper bills\\b|\\bledger\\b',
  },
  delivery: {
    channel:
      '\\bsms\\b|\\btext messages?\\b|\\bwechat\\b|\\balipay\\b|\\bmini-?program\\b|\\bpush(?:ed|es)?\\b|\\bnotification\\b|\\bphone',
    collect:
      '\\bqr\\b|\\bscan(?:s|ned|ning)?\\b|\\blinks?\\b|\\bdownload(?:s|ed|ing)?\\b|\\bcollect (?:the|her|his|their) bill\\b|\\bbill (?:view )?page\\b|\\bview page\\b|\\bverif(?:y|ication) (?:site|page)\\b|\\bapp\\b',
  },
  archive: {
    archive:
      '\\barchiv(?:e|es|ed|ing|al)\\b|\\bretention\\b|\\bretriev(?:al|e|ed)\\b|\\boriginals?\\b|\\bscans? of\\b|\\bdisc\\b|\\blong-term\\b|\\bkept\\b',
    keep: '\\bback-?ups?\\b|\\brestore\\b|\\bsecond site\\b',
  },
  report: {
    report:
      '\\breports?\\b|\\bstatements?\\b|\\bstatistics?\\b|\\bmonthly (?:return|usage)\\b|\\bdaily (?:closing|list)\\b|\\bcolumns?\\b',
    query: '\\bexport(?:s|ed)?\\b|\\bexcel\\b|\\bquery\\b|\\bcsv\\b|\\bfilters?\\b',
    balance: '\\breconcil\\w+|\\btotals?\\b|\\bfigures?\\b',
  },
  printing: {
    printer: '\\bprinters?\\b|\\bpaper (?:size|jam|tray)\\b|\\bribbon\\b|\\btoner\\b|\\bdot[- ]matrix\\b',
    layout: '\\bslips?\\b|\\bvoucher\\b|\\btemplates?\\b|\\blayout\\b|\\bmargins?\\b|\\bprinted notice\\b|\\blogo\\b',
    print: '\\bprint(?:s|ed|ing|out)?\\b',
  },
  interface: {
    his: '\\bhis\\b(?= (?:to |link|interface|sends?|vendor|upgrade|system|side|reports|returns|and|is|was|says|settle))|\\bthe his\\b|\\bpos\\b|\\bmiddleware\\b',
    api: '\\binterface\\b|\\bapi\\b|\\bendpoint\\b|\\bfeed\\b|\\bspecification\\b|\\bweb ?service\\b|\\bintegration\\b|\\bsandbox\\b',
    fiscal: '\\bfiscal platform\\b|\\buploads?\\b|\\binsur(?:ance|er|ed)\\b',
    kiosk:
      '\\bkiosks?\\b|\\bself-service\\b|\\bpayments? (?:through|via|platform)\\b|\\bmobile payments?\\b|\\bwechat payments?\\b|\\bpaid through\\b',
  },
  basics: {
    items: '\\bcharge items?\\b|\\bcatalogue\\b|\\bprice (?:list|catalogue)\\b|\\bitem codes?\\b|\\bmaster data\\b',
    people:
      '\\bnew (?:user|cashier|colleague|employee)\\b|\\bstaff (?:list|record)\\b|\\bleft the (?:hospital|clinic)\\b|\\bdisable (?:her|his|their|the) account',
    rights:
      '\\bpermissions?\\b|\\broles?\\b|\\bright to\\b|\\brights\\b|\\bnew account\\b|\\bno account\\b|\\bmenu (?:entry|rights)\\b',
    unit: '\\bissuing points?\\b|\\bpoint code\\b|\\bdepartment(?: name| field)?s?\\b|\\bunit name\\b|\\brename\\b|\\bnew (?:counter|desk|window)\\b',
  },
  platform: {
    server:
      '\\bservers?\\b(?! certificate)|\\bserver room\\b|\\bhost\\b|\\bpower (?:cut|failure|supply|shutdown)\\b|\\bgenerator\\b|\\bfront-end machine\\b',
    data: '\\bdatabase\\b|\\bdb\\b|\\boracle\\b|\\bdisks?\\b|\\btablespace\\b|\\bmemory\\b',
    network: '\\bnetwork\\b|\\bfirewall\\b|\\bvpn\\b|\\bswitch\\b|\\bconnection\\b',
    browser:
      '\\bbrowser\\b|\\bie\\b|\\binternet explorer\\b|\\bchrome\\b|\\bwindows (?:update|10|11|7)\\b|\\bdrivers?\\b|\\bpatch(?:es)?\\b|\\bblue screen\\b|\\bpc\\b|\\bcontrol\\b|\\bactivex\\b|\\bclient\\b',
    harm: '\\bvirus\\b|\\bransomware\\b|\\boutage\\b|\\bsystem (?:was|is) down\\b',
  },
};
