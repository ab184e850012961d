/** A mistake that someone might make in the Expert Advisor, and the scenario that must not let it pass. */
export interface SeededBug {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Beginning of the scenario's name. */
  readonly caughtBy: string;
}

export const SEEDED_BUGS: readonly SeededBug[] = [
  {
    name: 'text goes out in the code page of the computer',
    from: 'StringToCharArray(text,bytes,0,WHOLE_ARRAY,CP_UTF8)',
    to: 'StringToCharArray(text,bytes,0,WHOLE_ARRAY,CP_ACP)',
    caughtBy: 'reads one byte at a time',
  },
  {
    name: 'the terminating zero goes over the wire',
    from: 'ArrayResize(bytes,size-1);',
    to: 'ArrayResize(bytes,size);',
    caughtBy: 'proves the secret',
  },
  {
    name: 'a frame is read before it is whole',
    from: 'if(size-at-4<length)\n         break;',
    to: 'if(size-at-4<1)\n         break;',
    caughtBy: 'reads one byte at a time',
  },
  {
    name: 'the intent is written down after the send',
    from: '   if(!JournalAppend(intent))\n     {\n      g_journal_ok=false;\n      out.code="E_JOURNAL";',
    to: '   if(false)\n     {\n      g_journal_ok=false;\n      out.code="E_JOURNAL";',
    caughtBy: 'keeps an intent open that was killed before the send',
  },
  {
    name: 'a TIMEOUT counts as a refusal',
    from: 'retcode==10011 || retcode==10012 ||',
    to: 'retcode==10011 ||',
    caughtBy: 'resolves a TIMEOUT of an order that was filled',
  },
  {
    name: 'a magic is not looked up in the journal',
    from: 'int known=IntentOf(magic);\n   if(known>=0)\n     {\n      out.dup=true;\n      FromIntent(g_intents[known],out);\n      if(',
    to: 'int known=-1;\n   if(known>=0)\n     {\n      out.dup=true;\n      FromIntent(g_intents[known],out);\n      if(',
    caughtBy: 'keeps an intent open that was killed before the send',
  },
  {
    name: 'a repeated request is not held against the first',
    from: 'g_intents[known].digest!=intent.digest)',
    to: 'false)',
    caughtBy: 'never sends a magic twice',
  },
  {
    name: 'tickets are printed with 32 bits',
    from: '   if(value<=(ulong)9223372036854775807)\n      return(IntegerToString((long)value));',
    to: '   return(IntegerToString((long)(uint)value));',
    caughtBy: 'speaks of tickets above 2^53',
  },
  {
    name: 'a silent gateway is never given up',
    from: 'now-g_heard_at>3000',
    to: 'now-g_heard_at>3000000',
    caughtBy: 'redials a gateway that says nothing more',
  },
  {
    name: 'deals are sent as RETURN orders',
    from: 'request.type_filling=choices[at];',
    to: 'request.type_filling=ORDER_FILLING_RETURN;',
    caughtBy: 'opens, changes, closes in parts',
  },
  {
    name: 'a frame may be of any length',
    from: 'if(length<2 || length>FRAME_MAX_IN)',
    to: 'if(length<2)',
    caughtBy: 'closes the link for an oversized frame',
  },
  {
    name: 'quotes are not escaped',
    from: 'if(one==\'"\')\n         out+="\\\\\\"";',
    to: 'if(one==\'"\')\n         out+="\\"";',
    caughtBy: 'reads one byte at a time',
  },
  {
    name: 'any proof of the gateway will do',
    from: 'if(!SameProof(mac,Hmac(g_secret,text)))',
    to: 'if(false)',
    caughtBy: 'does not believe a welcome that someone has recorded',
  },
  {
    name: 'an older token still trades',
    from: 'if(token<g_token_max || token>g_token)',
    to: 'if(token>g_token)',
    caughtBy: 'knows who holds the account',
  },
  {
    name: 'the limit of lots is not looked at',
    from: 'if(volume>InpMaxLots+0.00000001)',
    to: 'if(volume>1000000.0)',
    caughtBy: 'refuses too many lots',
  },
  {
    name: 'the kill switch also holds back what closes',
    from: 'bool loosens=before>0 &&',
    to: 'bool loosens=before>=0 ||',
    caughtBy: 'lets what reduces risk through',
  },
  {
    name: 'the day begins anew at every start',
    from: 'g_day_base=StringToDouble(PartOf(body,"base"));',
    to: 'g_day_base=0;',
    caughtBy: 'opens nothing more on a day that has lost too much',
  },
  {
    name: 'the remote kill is forgotten at a restart',
    from: 'g_kill=PartOf(body,"kill")=="1";',
    to: 'g_kill=false;',
    caughtBy: 'lets what reduces risk through',
  },
  {
    name: 'lists are believed as soon as they are there',
    from: '   if(!Connected())\n     {\n      g_synced=false;\n      g_signature="";\n      return;\n     }',
    to: '   if(g_signature=="never")\n      return;',
    caughtBy: 'is not fooled by lists that are empty at first',
  },
  {
    name: 'what waits is only sent once',
    from: 'g_out_sent+=sent;',
    to: 'g_out_sent=ArraySize(g_out);',
    caughtBy: 'reads one byte at a time',
  },
  {
    name: 'bytes that were read are read again',
    from: '   if(at>0)\n     {\n      int left=size-at;',
    to: '   if(at>100000)\n     {\n      int left=size-at;',
    caughtBy: 'never sends a magic twice',
  },
  {
    name: 'a damaged journal is read as far as it goes',
    from: 'if(damaged==0)\n      return(true);',
    to: 'if(damaged>=0)\n      return(true);',
    caughtBy: 'sets a damaged journal aside',
  },
  {
    name: 'a lost line is thought to be no further than the whole ones',
    from: '   g_mark=g_reserved;\n   string aside',
    to: '   g_mark=highest;\n   string aside',
    caughtBy: 'sends no number again whose journal is damaged',
  },
  {
    name: 'a journal that is gone was never there',
    from: 'if(g_reserved<=g_mark)\n         return(true);',
    to: 'if(g_reserved<=g_mark || true)\n         return(true);',
    caughtBy: 'sends no number again whose journal is gone',
  },
  {
    name: 'a kill is lifted that stays on the disk',
    from: 'g_kill=on || before;',
    to: 'g_kill=on;',
    caughtBy: 'holds a kill that cannot be saved',
  },
  {
    name: 'a state that is damaged opens all the same',
    from: '   if(g_state_damaged)\n      return(No(out,"E_JOURNAL",',
    to: '   if(false)\n      return(No(out,"E_JOURNAL",',
    caughtBy: 'opens nothing when its state is damaged',
  },
  {
    name: 'half a line counts as written down',
    from: 'written=FileWriteString(file,line)>=(uint)StringLen(line);\n   FileFlush(file);\n   FileClose(file);\n   return(written);',
    to: 'written=FileWriteString(file,line)>0;\n   FileFlush(file);\n   FileClose(file);\n   return(written);',
    caughtBy: 'sends nothing of which only half is written down',
  },
  {
    name: 'the files are named by the login alone',
    from: 'return(text+"-"+StringSubstr(DigestOf(server),0,8));',
    to: 'return(IntegerToString(login)+"-x");',
    caughtBy: 'keeps two brokers apart',
  },
  {
    name: 'transactions that found no room are forgotten',
    from: '   if(g_tx_count>=TX_MAX)\n     {\n      g_tx_lost=true;',
    to: '   if(g_tx_count>=TX_MAX)\n     {\n      g_tx_lost=false;',
    caughtBy: 'tells the books anew after it could not take down',
  },
  {
    name: 'a number that nobody has documented counts as a refusal',
    from: 'if(!IsRefusal(retcode))',
    to: 'if(!IsRefusal(retcode) && retcode<10047)',
    caughtBy: 'takes a return code that nobody has documented',
  },
  {
    name: 'a message that the phone did not take is dropped',
    from: 'if(error==4518)',
    to: 'if(error==1)',
    caughtBy: 'tells the phone later',
  },
  {
    name: 'the last word is put behind half a frame',
    from: 'ArrayResize(g_out,g_out_edge);',
    to: 'ArrayResize(g_out,g_out_sent);',
    caughtBy: 'says why it closes a link that nobody reads',
  },
  {
    name: 'nobody is told that the terminal holds it up',
    from: 'Put(Push("busy")',
    to: 'Print(Push("busy")',
    caughtBy: 'says before it is held up',
  },
  {
    name: 'a cancelled market order counts as placed',
    from: 'state==(long)ORDER_STATE_REJECTED || (market && ended)',
    to: 'state==(long)ORDER_STATE_REJECTED',
    caughtBy: 'finds a market order that the broker cancelled',
  },
  {
    name: 'only what the flags of a symbol name is tried',
    from: '      count+=2;',
    to: '      count+=0;',
    caughtBy: 'believes the terminal rather than the flags',
  },
  {
    name: 'nobody is told that the gateway is silent',
    from: 'if(PositionsTotal()>0)\n         Notify(',
    to: 'if(PositionsTotal()<0)\n         Notify(',
    caughtBy: 'falls silent with positions open',
  },
  {
    name: 'a number given to another namespace is taken',
    from: 'if(SpaceIn(magic)!=g_ns || NumberIn(magic)==0)',
    to: 'if(NumberIn(magic)==0)',
    caughtBy: 'knows who holds the account',
  },
];
