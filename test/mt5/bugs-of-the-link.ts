import type { SeededBug } from './seeded-bugs.ts';

/** In what is said to the gateway, to the phone, and by whom. */
export const LINK_BUGS: readonly SeededBug[] = [
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
    name: 'a gateway with an older token is let in again',
    from: '   if(token<g_token_max)\n     {\n      Bye("E_FENCED"',
    to: '   if(false)\n     {\n      Bye("E_FENCED"',
    caughtBy: 'lets no gateway back in',
  },
  {
    name: 'the highest token is forgotten at a restart',
    from: 'g_token_max=StringToInteger(PartOf(body,"token"));',
    to: 'g_token_max=0;',
    caughtBy: 'lets no gateway back in',
  },
  {
    name: 'a token counts that could not be written down',
    from: '      g_ns_last=g_ns;\n      SaveState();',
    to: '      g_ns_last=g_ns;\n      KeepState();',
    caughtBy: 'trades for no gateway whose token',
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
    name: 'transactions that found no room are forgotten',
    from: '   if(g_tx_count>=TX_MAX)\n     {\n      g_tx_lost=true;',
    to: '   if(g_tx_count>=TX_MAX)\n     {\n      g_tx_lost=false;',
    caughtBy: 'tells the books anew after it could not take down',
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
  {
    name: 'ticks of one millisecond are told again',
    from: 'if(same<=g_subs[index].same)',
    to: 'if(same<=0)',
    caughtBy: 'tells every tick once',
  },
  {
    name: 'the offset is taken for whole hours',
    from: 'return((int)(MathRound((double)difference/900.0)*900.0));',
    to: 'return((int)(MathRound((double)difference/3600.0)*3600.0));',
    caughtBy: 'tells what changes',
  },
  {
    name: 'hedged margin is never by the larger leg',
    from: 'SymbolInfoInteger(symbol,SYMBOL_MARGIN_HEDGED_USE_LEG)!=0',
    to: 'false',
    caughtBy: 'tells what changes',
  },
];
