//+------------------------------------------------------------------+
//| KimiBridge: one terminal's end of the wire "mt5-bridge/1".       |
//| docs/bridge-protocol.md says what is spoken, docs/mt5.md how it  |
//| is installed. One file, no DLL, no library: copy, compile, drag. |
//+------------------------------------------------------------------+
#property copyright "Kimi Agent, MIT licence"
#property version   "1.10"
#property description "Lets Kimi Agent trade this account. Opens no order that it has not written down before, and none twice."

input string InpHost="127.0.0.1";        // Gateway: address
input int    InpPort=8770;               // Gateway: port
input bool   InpTls=false;               // Gateway: encrypted (needed beyond this machine)
input string InpSecret="";               // Secret; empty: the file KimiBridge\secret.txt in MQL5\Files
input string InpSymbols="*";             // Limit: symbols that may be opened, with commas; * for all
input double InpMaxLots=1.0;             // Limit: lots of one opening order
input int    InpMaxPositions=10;         // Limit: positions and waiting orders together
input double InpDayLossPct=5.0;          // Limit: loss in per cent of the day's first equity; 0: none
input int    InpSilenceSeconds=30;       // Open nothing after the gateway was silent so long
input bool   InpFlattenOnSilence=false;  // Close what Kimi Agent opened when that silence begins
input bool   InpDemandStop=true;         // Refuse orders without a stop
input bool   InpKill=false;              // Kill switch: open nothing
input int    InpTimerMs=20;              // Milliseconds between two looks at the link

#define EA_VERSION "1.1.0"
#define PROTO 1
#define FOLDER "KimiBridge\\"
#define FRAME_MAX_IN 65536
#define FRAME_MAX_OUT 1048576
#define OUT_MAX 8388608
#define PART_CHARS 150000
#define HISTORY_SECONDS 691200
#define ROTATE_SECONDS 604800
#define TX_MAX 1024
#define SUB_MAX 256
#define FIELDS_MAX 40
#define RESERVE 64
#define BLOCKING_MS 45000

enum LINK_STATE
  {
   LINK_DOWN=0,
   LINK_HELLO=1,
   LINK_AUTH=2,
   LINK_UP=3,
   LINK_BYE=4               // a last word is still on its way out
  };

enum INTENT_STATE
  {
   INTENT_NONE=0,
   INTENT_INTENT=1,
   INTENT_DONE=2,
   INTENT_PLACED=3,
   INTENT_PARTIAL=4,
   INTENT_REJECTED=5,
   INTENT_UNKNOWN=6,
   INTENT_ABSENT=7
  };

//--- one message of the gateway, taken apart: it is flat
struct Message
  {
   int               count;
   string            key[];
   int               kind[];     // 0 string, 1 number, 2 boolean, 3 null
   string            text[];
   double            number[];
  };

//--- a trade request as the journal knows it
struct Intent
  {
   ulong             magic;
   string            what;
   string            digest;     // of the request: a repetition must be the same
   int               state;
   uint              retcode;
   ulong             order;
   ulong             deal;
   ulong             position;
   double            volume;
   double            price;
   double            sl;
   double            tp;
   ulong             ticket;     // the order or position that is changed, closed or cancelled
   datetime          at;
   ulong             missing;    // monotonic ms since when the books have not had it; 0: not looked yet
  };

//--- what OrderSend said, as an answer needs it
struct Outcome
  {
   int               state;
   uint              retcode;
   int               external;
   int               error;
   ulong             order;
   ulong             deal;
   ulong             position;
   double            volume;
   double            price;
   double            bid;
   double            ask;
   string            filling;
   string            comment;
   bool              dup;
   string            code;
   string            why;
  };

struct Subscription
  {
   string            symbol;
   int               mode;       // 0 none, 1 last, 2 all
   long              cursor;     // ms of the newest tick that was pushed
   int               same;       // ticks of exactly that ms that were pushed
   bool              gap;
   datetime          bar;        // open of the newest closed M1 bar that was pushed
   bool              bar_gap;
   bool              warm;       // its ticks can be copied without waiting for the server
   bool              bar_warm;   // so can its bars
   ulong             warm_at;    // not tried before this moment
   ulong             since;      // monotonic ms of the subscription
   string            spec;       // the specification as it was last told
  };

struct Transaction
  {
   MqlTradeTransaction trans;
   ulong             magic;
   uint              retcode;
   uint              request_id;
  };

struct PendingSnap
  {
   long              id;         // 0: the one after a welcome
   datetime          from;
  };

//--- the link
int      g_socket=INVALID_HANDLE;
int      g_state=LINK_DOWN;
uchar    g_in[];
uchar    g_out[];
int      g_out_sent=0;
int      g_out_edge=0;        // in g_out: the first end of a frame at or behind g_out_sent
ulong    g_bye_at=0;
ulong    g_next_dial=0;
int      g_dials=0;
ulong    g_phase_at=0;
ulong    g_heard_at=0;
ulong    g_last_link=0;
long     g_link_login=0;      // the account that this link was proven for
string   g_link_server="";
ulong    g_hb_at=0;
long     g_seq=0;
long     g_last_id=0;
string   g_run="";
string   g_nonce="";
string   g_nonce_gw="";
string   g_gateway="";
string   g_expected="";
string   g_secret="";
string   g_trouble="";
string   g_bad="";
int      g_ns=0;
long     g_token=0;
//--- kept over restarts
long     g_token_max=0;
bool     g_kill=false;
string   g_kill_why="";
datetime g_day=0;
double   g_day_base=0;
bool     g_day_tripped=false;
int      g_ns_last=0;
uint     g_mark=0;
uint     g_reserved=0;        // no number above this one was ever written to the journal
long     g_login=0;
string   g_server="";
string   g_stem="";           // of the names of this account's files
bool     g_loaded=false;
bool     g_state_damaged=false;
bool     g_journal_read=false;
bool     g_journal_ok=false;
ulong    g_heal_at=0;
Intent   g_intents[];
//--- the books
bool     g_synced=false;
string   g_signature="";
ulong    g_signature_at=0;
PendingSnap g_snaps[];
Transaction g_tx[];
int      g_tx_count=0;
bool     g_tx_lost=false;
ulong    g_looked_at=0;
Subscription g_subs[];
string   g_warm[];            // histories that were read once, which may wait for the server
string   g_account_told="";
ulong    g_account_at=0;
int      g_off=0;
ulong    g_slow_at=0;
ulong    g_spec_at=0;
ulong    g_cal_at=0;
ulong    g_cal_change=0;
//--- silence
bool     g_silent=false;
ulong    g_flatten_at=0;
ulong    g_notes[10];
int      g_note_next=0;
string   g_note_text="";      // what waits to be told to the phone
int      g_note_waiting=0;
ulong    g_note_retry=0;

//+------------------------------------------------------------------+
//| Text                                                             |
//+------------------------------------------------------------------+
string IdText(const ulong value)
  {
   if(value<=(ulong)9223372036854775807)
      return(IntegerToString((long)value));
   ulong rest=value;
   string text="";
   while(rest>0)
     {
      text=IntegerToString((long)(rest%10))+text;
      rest=rest/10;
     }
   return(text);
  }

//--- false when the text is no id: decimal digits without leading zeros, below 2^64
bool IdOf(const string text,ulong &value)
  {
   value=0;
   int length=StringLen(text);
   if(length<1 || length>20)
      return(false);
   if(length>1 && StringGetCharacter(text,0)=='0')
      return(false);
   for(int at=0; at<length; at++)
     {
      ushort one=StringGetCharacter(text,at);
      if(one<'0' || one>'9')
         return(false);
      ulong digit=(ulong)(one-'0');
      if(value>(ulong)1844674407370955161)
         return(false);
      if(value==(ulong)1844674407370955161 && digit>5)
         return(false);
      value=value*10+digit;
     }
   return(true);
  }

string Quoted(const string text)
  {
   string out="\"";
   int length=StringLen(text);
   for(int at=0; at<length; at++)
     {
      ushort one=StringGetCharacter(text,at);
      if(one=='"')
         out+="\\\"";
      else
         if(one=='\\')
            out+="\\\\";
         else
            if(one<32)
               out+="\\u"+HexText((uchar)0)+HexText((uchar)one);
            else
               out+=ShortToString(one);
     }
   return(out+"\"");
  }

string HexText(const uchar value)
  {
   string digits="0123456789abcdef";
   return(StringSubstr(digits,value/16,1)+StringSubstr(digits,value%16,1));
  }

//--- a number as JSON writes it, to eight decimals, without noise
string NumberText(const double value)
  {
   if(!MathIsValidNumber(value))
      return("0");
   string text=DoubleToString(value,8);
   int end=StringLen(text);
   while(end>1 && StringGetCharacter(text,end-1)=='0')
      end--;
   if(StringGetCharacter(text,end-1)=='.')
      end--;
   text=StringSubstr(text,0,end);
   if(text=="-0")
      return("0");
   return(text);
  }

string BoolText(const bool value)
  {
   return(value ? "true" : "false");
  }

string S(const string name,const string value)
  {
   return(",\""+name+"\":"+Quoted(value));
  }

string N(const string name,const double value)
  {
   return(",\""+name+"\":"+NumberText(value));
  }

string I(const string name,const long value)
  {
   return(",\""+name+"\":"+IntegerToString(value));
  }

string B(const string name,const bool value)
  {
   return(",\""+name+"\":"+BoolText(value));
  }

string U(const string name,const ulong value)
  {
   return(",\""+name+"\":\""+IdText(value)+"\"");
  }

//--- MetaTrader's own name of a value, or its number where it has none
string Named(const string name,const long value)
  {
   if(StringFind(name,"::")>=0 || StringLen(name)==0)
      return("#"+IntegerToString(value));
   return(name);
  }

//+------------------------------------------------------------------+
//| Reading a flat JSON object; false and g_bad when it is none      |
//+------------------------------------------------------------------+
bool ValidUtf8(const uchar &bytes[],const int from,const int size)
  {
   int at=from;
   int end=from+size;
   while(at<end)
     {
      uchar first=bytes[at];
      int more=0;
      if(first<128)
         more=0;
      else
         if(first>=194 && first<=223)
            more=1;
         else
            if(first>=224 && first<=239)
               more=2;
            else
               if(first>=240 && first<=244)
                  more=3;
               else
                  return(false);
      if(at+more>=end)
         return(false);
      for(int step=1; step<=more; step++)
        {
         uchar next=bytes[at+step];
         if(next<128 || next>191)
            return(false);
         if(step==1 && first==224 && next<160)
            return(false);
         if(step==1 && first==237 && next>159)
            return(false);
         if(step==1 && first==240 && next<144)
            return(false);
         if(step==1 && first==244 && next>143)
            return(false);
        }
      at+=more+1;
     }
   return(true);
  }

void SkipBlank(const string text,int &at)
  {
   int length=StringLen(text);
   while(at<length)
     {
      ushort one=StringGetCharacter(text,at);
      if(one!=' ' && one!='\t' && one!='\r' && one!='\n')
         return;
      at++;
     }
  }

bool ReadString(const string text,int &at,string &out,const int most)
  {
   out="";
   int length=StringLen(text);
   if(at>=length || StringGetCharacter(text,at)!='"')
      return(false);
   at++;
   int from=at;
   while(at<length)
     {
      ushort one=StringGetCharacter(text,at);
      if(one<32)
         return(false);
      if(one=='"')
        {
         if(at>from)
            out+=StringSubstr(text,from,at-from);
         at++;
         return(StringLen(out)<=most);
        }
      if(one!='\\')
        {
         at++;
         continue;
        }
      if(at>from)
         out+=StringSubstr(text,from,at-from);
      if(at+1>=length)
         return(false);
      ushort mark=StringGetCharacter(text,at+1);
      at+=2;
      if(mark=='n')
         out+="\n";
      else
         if(mark=='t')
            out+="\t";
         else
            if(mark=='r')
               out+="\r";
            else
               if(mark=='b' || mark=='f')
                  out+=ShortToString((ushort)(mark=='b' ? 8 : 12));
               else
                  if(mark=='"' || mark=='\\' || mark=='/')
                     out+=ShortToString(mark);
                  else
                     if(mark=='u')
                       {
                        int code=0;
                        for(int digit=0; digit<4; digit++)
                          {
                           int part=HexValue(StringGetCharacter(text,at+digit));
                           if(at+digit>=length || part<0)
                              return(false);
                           code=code*16+part;
                          }
                        if(code==0)
                           return(false);
                        out+=ShortToString((ushort)code);
                        at+=4;
                       }
                     else
                        return(false);
      from=at;
     }
   return(false);
  }

int HexValue(const ushort one)
  {
   if(one>='0' && one<='9')
      return((int)(one-'0'));
   if(one>='a' && one<='f')
      return((int)(one-'a')+10);
   if(one>='A' && one<='F')
      return((int)(one-'A')+10);
   return(-1);
  }

bool ReadNumber(const string text,int &at,double &out)
  {
   int from=at;
   int length=StringLen(text);
   if(at<length && StringGetCharacter(text,at)=='-')
      at++;
   int digits=0;
   int lead=at;
   while(at<length && IsDigit(StringGetCharacter(text,at)))
     {
      at++;
      digits++;
     }
   if(digits==0)
      return(false);
   if(digits>1 && StringGetCharacter(text,lead)=='0')
      return(false);
   if(at<length && StringGetCharacter(text,at)=='.')
     {
      at++;
      int decimals=0;
      while(at<length && IsDigit(StringGetCharacter(text,at)))
        {
         at++;
         decimals++;
        }
      if(decimals==0)
         return(false);
     }
   if(at<length && (StringGetCharacter(text,at)=='e' || StringGetCharacter(text,at)=='E'))
     {
      at++;
      if(at<length && (StringGetCharacter(text,at)=='+' || StringGetCharacter(text,at)=='-'))
         at++;
      int powers=0;
      while(at<length && IsDigit(StringGetCharacter(text,at)))
        {
         at++;
         powers++;
        }
      if(powers==0)
         return(false);
     }
   if(at-from>64)
      return(false);
   out=StringToDouble(StringSubstr(text,from,at-from));
   return(MathIsValidNumber(out));
  }

bool IsDigit(const ushort one)
  {
   return(one>='0' && one<='9');
  }

bool ReadWord(const string text,int &at,const string word)
  {
   int length=StringLen(word);
   if(StringSubstr(text,at,length)!=word)
      return(false);
   at+=length;
   return(true);
  }

bool ReadMessage(const string text,Message &message)
  {
   message.count=0;
   ArrayResize(message.key,FIELDS_MAX);
   ArrayResize(message.kind,FIELDS_MAX);
   ArrayResize(message.text,FIELDS_MAX);
   ArrayResize(message.number,FIELDS_MAX);
   int at=0;
   int length=StringLen(text);
   SkipBlank(text,at);
   if(at>=length || StringGetCharacter(text,at)!='{')
      return(false);
   at++;
   SkipBlank(text,at);
   bool first=true;
   while(true)
     {
      if(at>=length)
         return(false);
      if(first && StringGetCharacter(text,at)=='}')
         break;
      if(message.count>=FIELDS_MAX)
         return(false);
      if(!ReadField(text,at,message))
         return(false);
      first=false;
      SkipBlank(text,at);
      if(at>=length)
         return(false);
      ushort one=StringGetCharacter(text,at);
      if(one=='}')
         break;
      if(one!=',')
         return(false);
      at++;
      SkipBlank(text,at);
     }
   at++;
   SkipBlank(text,at);
   return(at==length);
  }

bool ReadField(const string text,int &at,Message &message)
  {
   string key="";
   if(!ReadString(text,at,key,32))
      return(false);
   for(int known=0; known<message.count; known++)
      if(message.key[known]==key)
         return(false);
   SkipBlank(text,at);
   if(at>=StringLen(text) || StringGetCharacter(text,at)!=':')
      return(false);
   at++;
   SkipBlank(text,at);
   int slot=message.count;
   message.key[slot]=key;
   message.text[slot]="";
   message.number[slot]=0;
   ushort one=StringGetCharacter(text,at);
   bool ok=false;
   if(one=='"')
     {
      message.kind[slot]=0;
      ok=ReadString(text,at,message.text[slot],4096);
     }
   else
      if(one=='t')
        {
         message.kind[slot]=2;
         message.number[slot]=1;
         ok=ReadWord(text,at,"true");
        }
      else
         if(one=='f')
           {
            message.kind[slot]=2;
            ok=ReadWord(text,at,"false");
           }
         else
            if(one=='n')
              {
               message.kind[slot]=3;
               ok=ReadWord(text,at,"null");
              }
            else
              {
               message.kind[slot]=1;
               ok=ReadNumber(text,at,message.number[slot]);
              }
   message.count=slot+1;
   return(ok);
  }

//--- the slot of a field; null counts as missing
int Slot(const Message &message,const string key)
  {
   for(int at=0; at<message.count; at++)
      if(message.key[at]==key)
         return(message.kind[at]==3 ? -1 : at);
   return(-1);
  }

bool Has(const Message &message,const string key)
  {
   return(Slot(message,key)>=0);
  }

void Bad(const string key,const string why)
  {
   if(g_bad=="")
      g_bad="field "+key+" "+why;
  }

string TextOf(const Message &message,const string key,const bool needed,const string usual)
  {
   int at=Slot(message,key);
   if(at<0)
     {
      if(needed)
         Bad(key,"is missing");
      return(usual);
     }
   if(message.kind[at]!=0)
     {
      Bad(key,"must be a string");
      return(usual);
     }
   return(message.text[at]);
  }

double NumberOf(const Message &message,const string key,const bool needed,const double usual,const double low,const double high)
  {
   int at=Slot(message,key);
   if(at<0)
     {
      if(needed)
         Bad(key,"is missing");
      return(usual);
     }
   if(message.kind[at]!=1)
     {
      Bad(key,"must be a number");
      return(usual);
     }
   double value=message.number[at];
   if(value<low || value>high)
     {
      Bad(key,"is out of bounds");
      return(usual);
     }
   return(value);
  }

long IntegerOf(const Message &message,const string key,const bool needed,const long usual,const double low,const double high)
  {
   double value=NumberOf(message,key,needed,(double)usual,low,high);
   if(value!=MathFloor(value))
     {
      Bad(key,"must be an integer");
      return(usual);
     }
   return((long)value);
  }

bool BoolOf(const Message &message,const string key,const bool needed,const bool usual)
  {
   int at=Slot(message,key);
   if(at<0)
     {
      if(needed)
         Bad(key,"is missing");
      return(usual);
     }
   if(message.kind[at]!=2)
     {
      Bad(key,"must be true or false");
      return(usual);
     }
   return(message.number[at]>0);
  }

ulong IdField(const Message &message,const string key,const bool needed)
  {
   string text=TextOf(message,key,needed,"0");
   ulong value=0;
   if(!IdOf(text,value))
      Bad(key,"must be an id of decimal digits");
   return(value);
  }

//+------------------------------------------------------------------+
//| Proof of the secret                                              |
//+------------------------------------------------------------------+
void BytesOf(const string text,uchar &bytes[])
  {
   int size=StringToCharArray(text,bytes,0,WHOLE_ARRAY,CP_UTF8);
   if(size>0)
      ArrayResize(bytes,size-1);
   else
      ArrayResize(bytes,0);
  }

bool Sha256(const uchar &data[],uchar &digest[])
  {
   uchar key[];
   ArrayResize(key,0);
   return(CryptEncode(CRYPT_HASH_SHA256,data,key,digest)==32);
  }

string HexOf(const uchar &bytes[])
  {
   string out="";
   int size=ArraySize(bytes);
   for(int at=0; at<size; at++)
      out+=HexText(bytes[at]);
   return(out);
  }

string DigestOf(const string text)
  {
   uchar data[];
   uchar digest[];
   BytesOf(text,data);
   if(!Sha256(data,digest))
      return("");
   return(HexOf(digest));
  }

//--- HMAC-SHA256 (RFC 2104); empty when the terminal cannot compute it
string Hmac(const string secret,const string text)
  {
   uchar key[];
   uchar short_key[];
   uchar data[];
   uchar inner[];
   uchar inner_digest[];
   uchar outer[];
   uchar digest[];
   BytesOf(secret,key);
   if(ArraySize(key)>64)
     {
      if(!Sha256(key,short_key))
         return("");
      ArrayResize(key,32);
      ArrayCopy(key,short_key,0,0,32);
     }
   int key_size=ArraySize(key);
   BytesOf(text,data);
   int data_size=ArraySize(data);
   ArrayResize(inner,64+data_size);
   ArrayResize(outer,96);
   for(int at=0; at<64; at++)
     {
      uchar one=(uchar)0;
      if(at<key_size)
         one=key[at];
      inner[at]=(uchar)(one^54);
      outer[at]=(uchar)(one^92);
     }
   for(int at=0; at<data_size; at++)
      inner[64+at]=data[at];
   if(!Sha256(inner,inner_digest))
      return("");
   for(int at=0; at<32; at++)
      outer[64+at]=inner_digest[at];
   if(!Sha256(outer,digest))
      return("");
   return(HexOf(digest));
  }

//--- compares all of both, wherever they differ
bool SameProof(const string one,const string other)
  {
   int length=StringLen(one);
   if(length==0 || length!=StringLen(other))
      return(false);
   int differs=0;
   for(int at=0; at<length; at++)
      if(StringGetCharacter(one,at)!=StringGetCharacter(other,at))
         differs++;
   return(differs==0);
  }

//--- random enough to be fresh: what is secret is the secret, not the nonce
string NonceText(const string purpose)
  {
   static long count=0;
   count++;
   string text=purpose+"|"+IdText(GetMicrosecondCount())+"|"+IdText(GetTickCount64())+"|"+IntegerToString((long)TimeLocal())
               +"|"+IntegerToString(count)+"|"+IntegerToString(MathRand())+"|"+IntegerToString(MathRand())+"|"+g_run
               +"|"+g_secret+"|"+DoubleToString(AccountInfoDouble(ACCOUNT_EQUITY),2);
   return(DigestOf(text));
  }

//+------------------------------------------------------------------+
//| What outlives a restart                                          |
//+------------------------------------------------------------------+
string FileNamed(const string what)
  {
   return(FOLDER+g_stem+"-"+what+".txt");
  }

//--- two brokers may give the same number: the server belongs to the name, and its digest tells apart
//--- what looks alike once it is fit for a file
string StemOf(const long login,const string server)
  {
   string text=IntegerToString(login)+"-";
   int length=MathMin(StringLen(server),40);
   for(int at=0; at<length; at++)
     {
      ushort one=StringGetCharacter(server,at);
      bool letter=(one>='A' && one<='Z') || (one>='a' && one<='z');
      if(letter || IsDigit(one) || one=='-')
         text+=ShortToString(one);
      else
         text+="_";
     }
   return(text+"-"+StringSubstr(DigestOf(server),0,8));
  }

//--- files of an EA that named them by login alone. They are copied, not moved: whose of two accounts
//--- they were is not known, and to hold what was another's only refuses more
bool TakeOverFiles()
  {
   string old=FOLDER+IntegerToString(g_login)+"-";
   if(FileIsExist(FileNamed("state")) || FileIsExist(FileNamed("journal")))
      return(true);
   bool done=true;
   if(FileIsExist(old+"journal.txt"))
      done=FileCopy(old+"journal.txt",0,FileNamed("journal"),FILE_REWRITE);
   if(done && FileIsExist(old+"state.txt"))
      done=FileCopy(old+"state.txt",0,FileNamed("state"),FILE_REWRITE);
   return(done);
  }

//--- kept in a file of its own that is replaced as a whole
bool KeepState()
  {
   if(g_state_damaged)
      return(false);
   string body="token="+IntegerToString(g_token_max)+";kill="+(g_kill ? "1" : "0")+";day="+IntegerToString((long)g_day)
               +";base="+DoubleToString(g_day_base,8)+";tripped="+(g_day_tripped ? "1" : "0")
               +";ns="+IntegerToString(g_ns_last)+";mark="+IntegerToString((long)g_mark)
               +";reserved="+IntegerToString((long)g_reserved)+";";
   string temporary=FileNamed("state-new");
   int file=FileOpen(temporary,FILE_WRITE|FILE_TXT|FILE_ANSI);
   if(file==INVALID_HANDLE)
      return(false);
   string line=body+"check="+StringSubstr(DigestOf(body),0,16)+"\r\n";
   bool written=FileWriteString(file,line)>=(uint)StringLen(line);
   FileFlush(file);
   FileClose(file);
   if(!written)
      return(false);
   return(FileMove(temporary,0,FileNamed("state"),FILE_REWRITE));
  }

string PartOf(const string body,const string name)
  {
   int from=StringFind(body,name+"=");
   if(from<0)
      return("");
   from+=StringLen(name)+1;
   int end=StringFind(body,";",from);
   if(end<0)
      return(StringSubstr(body,from));
   if(end==from)
      return("");
   return(StringSubstr(body,from,end-from));
  }

bool LoadState()
  {
   g_token_max=0;
   g_kill=false;
   g_day=0;
   g_day_base=0;
   g_day_tripped=false;
   g_ns_last=0;
   g_mark=0;
   g_reserved=0;
   string name=FileNamed("state");
   if(!FileIsExist(name))
      return(true);
   int file=FileOpen(name,FILE_READ|FILE_TXT|FILE_ANSI);
   if(file==INVALID_HANDLE)
      return(false);
   string line=FileReadString(file);
   FileClose(file);
   int at=StringFind(line,"check=");
   if(at<=0)
      return(false);
   string body=StringSubstr(line,0,at);
   if(StringSubstr(line,at+6,16)!=StringSubstr(DigestOf(body),0,16))
      return(false);
   g_token_max=StringToInteger(PartOf(body,"token"));
   g_kill=PartOf(body,"kill")=="1";
   g_day=(datetime)StringToInteger(PartOf(body,"day"));
   g_day_base=StringToDouble(PartOf(body,"base"));
   g_day_tripped=PartOf(body,"tripped")=="1";
   g_ns_last=(int)StringToInteger(PartOf(body,"ns"));
   g_mark=(uint)StringToInteger(PartOf(body,"mark"));
   g_reserved=(uint)StringToInteger(PartOf(body,"reserved"));
   return(true);
  }

//--- a file that cannot be written stops trading; one that is damaged stops opening, and is left as it is
void SaveState()
  {
   if(!g_state_damaged && !KeepState())
      g_journal_ok=false;
  }

uint Above(const uint number)
  {
   return(number<(uint)4294967200 ? number+RESERVE : (uint)4294967295);
  }

//--- a number is covered by the state file before it stands in the journal: were the journal lost, every
//--- number that it may have held would be known to be used
bool Reserve(const uint number)
  {
   if(number<=g_reserved || g_state_damaged)
      return(true);
   uint before=g_reserved;
   g_reserved=Above(number);
   if(KeepState())
      return(true);
   g_reserved=before;
   return(false);
  }

string IntentLine(const Intent &intent)
  {
   string body=IdText(intent.magic)+"|"+intent.what+"|"+intent.digest+"|"+IntegerToString(intent.state)+"|"
               +IntegerToString((long)intent.retcode)+"|"+IdText(intent.order)+"|"+IdText(intent.deal)+"|"
               +IdText(intent.position)+"|"+NumberText(intent.volume)+"|"+NumberText(intent.price)+"|"
               +NumberText(intent.sl)+"|"+NumberText(intent.tp)+"|"+IdText(intent.ticket)+"|"
               +IntegerToString((long)intent.at)+"|";
   return(body+StringSubstr(DigestOf(body),0,16));
  }

bool ReadIntent(const string line,Intent &intent)
  {
   string parts[];
   if(StringSplit(line,'|',parts)!=15)
      return(false);
   string check=parts[14];
   string body=StringSubstr(line,0,StringLen(line)-StringLen(check));
   if(check=="" || check!=StringSubstr(DigestOf(body),0,16))
      return(false);
   bool ids=IdOf(parts[0],intent.magic) && IdOf(parts[5],intent.order);
   ids=ids && IdOf(parts[6],intent.deal) && IdOf(parts[7],intent.position);
   ids=ids && IdOf(parts[12],intent.ticket);
   intent.what=parts[1];
   intent.digest=parts[2];
   intent.state=(int)StringToInteger(parts[3]);
   intent.retcode=(uint)StringToInteger(parts[4]);
   intent.volume=StringToDouble(parts[8]);
   intent.price=StringToDouble(parts[9]);
   intent.sl=StringToDouble(parts[10]);
   intent.tp=StringToDouble(parts[11]);
   intent.at=(datetime)StringToInteger(parts[13]);
   intent.missing=0;
   return(ids);
  }

//--- one line, on the disk before this returns
bool JournalAppend(const Intent &intent)
  {
   if(!Reserve(NumberIn(intent.magic)))
      return(false);
   int file=FileOpen(FileNamed("journal"),FILE_READ|FILE_WRITE|FILE_TXT|FILE_ANSI|FILE_SHARE_READ);
   if(file==INVALID_HANDLE)
      return(false);
   string line=IntentLine(intent)+"\r\n";
   bool written=FileSeek(file,0,SEEK_END);
   if(written)
      written=FileWriteString(file,line)>=(uint)StringLen(line);
   FileFlush(file);
   FileClose(file);
   return(written);
  }

int IntentOf(const ulong magic)
  {
   for(int at=ArraySize(g_intents)-1; at>=0; at--)
      if(g_intents[at].magic==magic)
         return(at);
   return(-1);
  }

//--- adds an intent or takes the place of the one with its magic
int PutIntent(const Intent &intent)
  {
   int at=IntentOf(intent.magic);
   if(at<0)
     {
      at=ArraySize(g_intents);
      ArrayResize(g_intents,at+1,256);
     }
   g_intents[at]=intent;
   return(at);
  }

bool IsOpenState(const int state)
  {
   return(state==INTENT_INTENT || state==INTENT_UNKNOWN);
  }

uint NumberIn(const ulong magic)
  {
   return((uint)(magic%4294967296));
  }

int SpaceIn(const ulong magic)
  {
   ulong space=magic/4294967296;
   if(space>2147483647)
      return(-1);
   return((int)space);
  }

//--- a damaged line is no reason to forget the others; whatever it may have held counts as used
bool LoadJournal()
  {
   ArrayResize(g_intents,0);
   string name=FileNamed("journal");
   if(!FileIsExist(name))
     {
      if(g_reserved<=g_mark)
         return(true);
      g_mark=g_reserved;
      Say("error","The journal is gone: order numbers up to "+IntegerToString((long)g_mark)+" count as used.");
      return(KeepState());
     }
   int file=FileOpen(name,FILE_READ|FILE_TXT|FILE_ANSI|FILE_SHARE_READ);
   if(file==INVALID_HANDLE)
      return(false);
   int damaged=0;
   uint highest=g_mark;
   while(!FileIsEnding(file))
     {
      string line=FileReadString(file);
      StringReplace(line,"\r","");
      if(line=="")
         continue;
      Intent intent;
      if(ReadIntent(line,intent))
        {
         PutIntent(intent);
         highest=MathMax(highest,NumberIn(intent.magic));
        }
      else
         damaged++;
     }
   FileClose(file);
   if(damaged==0)
      return(true);
   // an older EA reserved nothing
   if(g_reserved<highest)
      g_reserved=Above(highest);
   g_mark=g_reserved;
   string aside=FileNamed("journal-damaged-"+IntegerToString((long)TimeLocal()));
   if(!FileCopy(name,0,aside,FILE_REWRITE))
      return(false);
   Say("error",IntegerToString(damaged)+" lines of the journal are damaged. It was set aside as "+aside
       +"; order numbers up to "+IntegerToString((long)g_mark)+" count as used.");
   if(!g_state_damaged && !KeepState())
      return(false);
   return(RewriteJournal());
  }

//--- what was final a week ago is only remembered by the mark
bool RewriteJournal()
  {
   Intent kept[];
   int count=0;
   datetime oldest=TimeTradeServer()-ROTATE_SECONDS;
   uint mark=g_mark;
   for(int at=0; at<ArraySize(g_intents); at++)
     {
      bool old=g_intents[at].at<oldest && !IsOpenState(g_intents[at].state);
      if(old)
         mark=MathMax(mark,NumberIn(g_intents[at].magic));
      else
        {
         ArrayResize(kept,count+1,256);
         kept[count]=g_intents[at];
         count++;
        }
     }
   if(mark!=g_mark)
     {
      g_mark=mark;
      if(!g_state_damaged && !KeepState())
         return(false);
     }
   string temporary=FileNamed("journal-new");
   int file=FileOpen(temporary,FILE_WRITE|FILE_TXT|FILE_ANSI);
   if(file==INVALID_HANDLE)
      return(false);
   bool written=true;
   for(int at=0; at<count; at++)
     {
      string line=IntentLine(kept[at])+"\r\n";
      if(FileWriteString(file,line)<(uint)StringLen(line))
         written=false;
     }
   FileFlush(file);
   FileClose(file);
   if(!written)
      return(false);
   if(!FileMove(temporary,0,FileNamed("journal"),FILE_REWRITE))
      return(false);
   ArrayResize(g_intents,count);
   for(int at=0; at<count; at++)
      g_intents[at]=kept[at];
   return(true);
  }

//--- the files of the account that the terminal is logged in to
void LoadAccount()
  {
   long login=AccountInfoInteger(ACCOUNT_LOGIN);
   string server=AccountInfoString(ACCOUNT_SERVER);
   if(login==0 || (g_loaded && login==g_login && (server=="" || server==g_server)))
      return;
   g_login=login;
   g_server=server;
   g_stem=StemOf(login,server);
   g_loaded=true;
   FolderCreate("KimiBridge");
   g_state_damaged=false;
   bool taken=TakeOverFiles();
   g_state_damaged=!LoadState();
   if(g_state_damaged)
      Say("error","The file "+FileNamed("state")+" is damaged: opening is refused. Restore it, or move it away to begin anew.");
   g_journal_read=taken && LoadJournal();
   g_journal_ok=g_journal_read && RewriteJournal();
  }

//--- a disk that was full, or a file that another program held, is no reason to be stopped for good
void HealFiles()
  {
   if(!g_loaded || g_journal_ok)
      return;
   ulong now=GetTickCount64();
   if(now<g_heal_at)
      return;
   g_heal_at=now+5000;
   if(!g_journal_read)
     {
      g_loaded=false;
      LoadAccount();
     }
   else
      g_journal_ok=(g_state_damaged || KeepState()) && RewriteJournal();
   if(g_journal_ok)
      Say("warn","The journal can be written again.");
  }

string ReadSecret()
  {
   if(StringLen(InpSecret)>0)
      return(InpSecret);
   int file=FileOpen(FOLDER+"secret.txt",FILE_READ|FILE_TXT|FILE_ANSI);
   if(file==INVALID_HANDLE)
      return("");
   string secret=FileReadString(file);
   FileClose(file);
   StringTrimLeft(secret);
   StringTrimRight(secret);
   return(secret);
  }

//+------------------------------------------------------------------+
//| The link: bytes and frames                                       |
//+------------------------------------------------------------------+
void Drop(const string why)
  {
   if(g_socket!=INVALID_HANDLE)
      SocketClose(g_socket);
   g_socket=INVALID_HANDLE;
   if(g_state!=LINK_DOWN && why!="")
      Print("KimiBridge: link ended: "+why);
   g_trouble=why;
   g_state=LINK_DOWN;
   ArrayResize(g_in,0);
   ArrayResize(g_out,0);
   g_out_sent=0;
   g_out_edge=0;
   ArrayResize(g_subs,0);
   ArrayResize(g_snaps,0);
   ulong pause=5000;
   if(g_dials==0)
      pause=250;
   if(g_dials==1)
      pause=500;
   if(g_dials==2)
      pause=1000;
   if(g_dials==3)
      pause=2000;
   g_dials++;
   g_next_dial=GetTickCount64()+pause;
  }

//--- whether anything more may be said over this link
bool Talks()
  {
   return(g_state!=LINK_DOWN && g_state!=LINK_BYE);
  }

void Bye(const string code,const string why)
  {
   if(!Talks())
      return;
   Put("{\"t\":\"bye\""+S("code",code)+S("why",StringSubstr(why,0,500))+"}");
   Pump();
   Drop(code+": "+why);
  }

//--- queues one frame
void Put(const string text)
  {
   if(!Talks())
      return;
   uchar body[];
   BytesOf(text,body);
   int size=ArraySize(body);
   if(size<2 || size>FRAME_MAX_OUT)
     {
      Print("KimiBridge: a frame of "+IntegerToString(size)+" bytes was not sent");
      return;
     }
   int used=ArraySize(g_out);
   if(used-g_out_sent+size>OUT_MAX)
     {
      Overflow();
      return;
     }
   AddFrame(body,size);
  }

void AddFrame(const uchar &body[],const int size)
  {
   int used=ArraySize(g_out);
   ArrayResize(g_out,used+4+size,65536);
   g_out[used]=(uchar)((size>>24)&255);
   g_out[used+1]=(uchar)((size>>16)&255);
   g_out[used+2]=(uchar)((size>>8)&255);
   g_out[used+3]=(uchar)(size&255);
   ArrayCopy(g_out,body,used+4,0,size);
  }

//--- too much waits: the frame that is half sent is ended, the rest makes way for the reason, and the link
//--- is closed once that is out, or after three seconds of a gateway that still does not read
void Overflow()
  {
   uchar body[];
   BytesOf("{\"t\":\"bye\""+S("code","E_OVERFLOW")+S("why","the gateway does not read: more than 8 MiB wait for it")+"}",body);
   ArrayResize(g_out,g_out_edge);
   AddFrame(body,ArraySize(body));
   g_state=LINK_BYE;
   g_bye_at=GetTickCount64();
  }

void EndBye()
  {
   Pump();
   if(g_state!=LINK_BYE)
      return;
   if(g_out_sent>=ArraySize(g_out) || GetTickCount64()-g_bye_at>3000)
      Drop("E_OVERFLOW: the gateway does not read");
  }

//--- keeps g_out_edge at the end of a frame, never inside one
void MoveEdge()
  {
   while(g_out_edge<g_out_sent)
     {
      int size=((int)g_out[g_out_edge]<<24)|((int)g_out[g_out_edge+1]<<16)|((int)g_out[g_out_edge+2]<<8)
               |(int)g_out[g_out_edge+3];
      g_out_edge+=4+size;
     }
  }

//--- sends what waits, as much as the socket takes
void Pump()
  {
   int rounds=0;
   while(g_state!=LINK_DOWN && g_out_sent<ArraySize(g_out) && rounds<200)
     {
      rounds++;
      int left=ArraySize(g_out)-g_out_sent;
      int size=MathMin(left,65536);
      uchar piece[];
      ArrayResize(piece,size);
      ArrayCopy(piece,g_out,0,g_out_sent,size);
      int sent=0;
      if(InpTls)
         sent=SocketTlsSend(g_socket,piece,(uint)size);
      else
         sent=SocketSend(g_socket,piece,(uint)size);
      if(sent<0)
        {
         Drop("sending failed, error "+IntegerToString(GetLastError()));
         return;
        }
      if(sent==0)
         return;
      g_out_sent+=sent;
      MoveEdge();
     }
   if(g_out_sent>=ArraySize(g_out))
     {
      ArrayResize(g_out,0,65536);
      g_out_sent=0;
      g_out_edge=0;
     }
   else
      if(g_out_sent>1048576)
        {
         uchar rest[];
         int left=ArraySize(g_out)-g_out_sent;
         ArrayResize(rest,left);
         ArrayCopy(rest,g_out,0,g_out_sent,left);
         ArrayResize(g_out,left,65536);
         ArrayCopy(g_out,rest,0,0,left);
         g_out_edge-=g_out_sent;
         g_out_sent=0;
        }
  }

//--- reads what has come; a socket may call itself readable that is not
void Listen()
  {
   int rounds=0;
   while(g_state!=LINK_DOWN && rounds<64)
     {
      rounds++;
      uchar piece[];
      int got=0;
      if(InpTls)
         got=SocketTlsReadAvailable(g_socket,piece,65536);
      else
        {
         uint waiting=SocketIsReadable(g_socket);
         if(waiting==0)
            break;
         uint most=waiting<65536 ? waiting : 65536;
         got=SocketRead(g_socket,piece,most,1);
        }
      if(got<=0)
         break;
      if(g_state==LINK_BYE)
         continue; // read, so that the close is no reset
      int used=ArraySize(g_in);
      ArrayResize(g_in,used+got,65536);
      ArrayCopy(g_in,piece,used,0,got);
      if(!TakeFrames())
         return;
     }
   if(g_state!=LINK_DOWN && !SocketIsConnected(g_socket))
      Drop("the gateway has closed the link");
  }

//--- false when the link has ended meanwhile
bool TakeFrames()
  {
   int at=0;
   int size=ArraySize(g_in);
   while(size-at>=4)
     {
      long length=((long)g_in[at]<<24)|((long)g_in[at+1]<<16)|((long)g_in[at+2]<<8)|(long)g_in[at+3];
      if(length<2 || length>FRAME_MAX_IN)
        {
         Bye("E_FRAME","a frame claims "+IntegerToString(length)+" bytes");
         return(false);
        }
      if(size-at-4<length)
         break;
      int body=(int)length;
      if(!ValidUtf8(g_in,at+4,body))
        {
         Bye("E_JSON","a frame is not UTF-8");
         return(false);
        }
      string text=CharArrayToString(g_in,at+4,body,CP_UTF8);
      at+=4+body;
      g_heard_at=GetTickCount64();
      Hear(text);
      if(!Talks())
         return(false);
     }
   if(at>0)
     {
      int left=size-at;
      uchar rest[];
      ArrayResize(rest,left);
      if(left>0)
         ArrayCopy(rest,g_in,0,at,left);
      ArrayResize(g_in,left,65536);
      if(left>0)
         ArrayCopy(g_in,rest,0,0,left);
     }
   return(true);
  }

void Hear(const string text)
  {
   Message message;
   if(StringFind(text,"\\u0000")>=0 || !ReadMessage(text,message))
     {
      Bye("E_JSON","a frame is not one flat JSON object");
      return;
     }
   g_bad="";
   string type=TextOf(message,"t",true,"");
   if(g_bad!="")
     {
      Bye("E_FIELD",g_bad);
      return;
     }
   if(type=="bye")
     {
      string code=TextOf(message,"code",false,"");
      string why=TextOf(message,"why",false,"");
      g_dials=MathMax(g_dials,4);
      Drop("the gateway says "+code+": "+why);
      return;
     }
   if(g_state==LINK_HELLO && type=="challenge")
      OnChallenge(message);
   else
      if(g_state==LINK_AUTH && type=="welcome")
         OnWelcome(message);
      else
         if(g_state!=LINK_UP)
            Bye("E_STATE",type+" before the handshake was over");
         else
            if(type=="challenge" || type=="welcome")
               Bye("E_STATE",type+" after the handshake");
            else
               if(type!="hb" && type!="err")
                  OnRequest(type,message);
   if(g_bad!="")
      Bye("E_FIELD",g_bad);
  }

//+------------------------------------------------------------------+
//| The handshake                                                    |
//+------------------------------------------------------------------+
void Dial()
  {
   if(StringLen(g_secret)<32)
     {
      g_trouble="the secret is missing or shorter than 32 characters: run kimi-agent mt5 install, or write it to MQL5\\Files\\KimiBridge\\secret.txt";
      g_secret=ReadSecret();
      g_next_dial=GetTickCount64()+5000;
      return;
     }
   g_state=LINK_DOWN;
   ResetLastError();
   g_socket=SocketCreate(SOCKET_DEFAULT);
   if(g_socket==INVALID_HANDLE)
     {
      Drop("no socket, error "+IntegerToString(GetLastError()));
      return;
     }
   if(!SocketConnect(g_socket,InpHost,(uint)InpPort,1000))
     {
      int error=GetLastError();
      string why="no gateway at "+InpHost+":"+IntegerToString(InpPort)+" (error "+IntegerToString(error)+"). Is kimi-agent running?";
      if(error==4014)
         why="allow this address in Tools > Options > Expert Advisors > Allow WebRequest: "+InpHost;
      Drop(why);
      return;
     }
   SocketTimeouts(g_socket,500,500);
   if(InpTls && !SocketTlsHandshake(g_socket,InpHost))
     {
      Drop("no encrypted link with "+InpHost+", error "+IntegerToString(GetLastError()));
      return;
     }
   g_state=LINK_HELLO;
   g_phase_at=GetTickCount64();
   g_heard_at=g_phase_at;
   g_seq=0;
   g_last_id=0;
   g_nonce=NonceText("hello");
   g_link_login=AccountInfoInteger(ACCOUNT_LOGIN);
   g_link_server=AccountInfoString(ACCOUNT_SERVER);
   if(StringLen(g_nonce)!=64)
     {
      Drop("the terminal cannot compute SHA-256");
      return;
     }
   g_off=OffsetNow();
   Put(HelloText());
   Pump();
  }

int OffsetNow()
  {
   long difference=(long)TimeTradeServer()-(long)TimeGMT();
   return((int)(MathRound((double)difference/900.0)*900.0));
  }

string TradeModeText()
  {
   long mode=AccountInfoInteger(ACCOUNT_TRADE_MODE);
   if(mode==(long)ACCOUNT_TRADE_MODE_REAL)
      return("real");
   if(mode==(long)ACCOUNT_TRADE_MODE_CONTEST)
      return("contest");
   return("demo");
  }

bool Connected()
  {
   return(TerminalInfoInteger(TERMINAL_CONNECTED)!=0);
  }

string PermissionsText()
  {
   return(B("connected",Connected())+B("trade_terminal",TerminalInfoInteger(TERMINAL_TRADE_ALLOWED)!=0)
          +B("trade_ea",MQLInfoInteger(MQL_TRADE_ALLOWED)!=0)
          +B("trade_server",AccountInfoInteger(ACCOUNT_TRADE_EXPERT)!=0)
          +B("trade_account",AccountInfoInteger(ACCOUNT_TRADE_ALLOWED)!=0));
  }

string HelloText()
  {
   long margin=AccountInfoInteger(ACCOUNT_MARGIN_MODE);
   string margin_mode="hedging";
   if(margin==(long)ACCOUNT_MARGIN_MODE_RETAIL_NETTING)
      margin_mode="netting";
   if(margin==(long)ACCOUNT_MARGIN_MODE_EXCHANGE)
      margin_mode="exchange";
   string so_mode="percent";
   if(AccountInfoInteger(ACCOUNT_MARGIN_SO_MODE)==(long)ACCOUNT_STOPOUT_MODE_MONEY)
      so_mode="money";
   string text="{\"t\":\"hello\""+I("proto",PROTO)+S("ea",EA_VERSION)+I("build",TerminalInfoInteger(TERMINAL_BUILD))
               +S("run",g_run)+S("nonce",g_nonce)+S("login",IntegerToString(AccountInfoInteger(ACCOUNT_LOGIN)))
               +S("server",AccountInfoString(ACCOUNT_SERVER))+S("company",AccountInfoString(ACCOUNT_COMPANY))
               +S("name",AccountInfoString(ACCOUNT_NAME))+S("currency",AccountInfoString(ACCOUNT_CURRENCY))
               +S("trade_mode",TradeModeText())+S("margin_mode",margin_mode)
               +I("leverage",AccountInfoInteger(ACCOUNT_LEVERAGE))+S("so_mode",so_mode)
               +N("so_call",AccountInfoDouble(ACCOUNT_MARGIN_SO_CALL))+N("so_so",AccountInfoDouble(ACCOUNT_MARGIN_SO_SO));
   text+=I("digits",AccountInfoInteger(ACCOUNT_CURRENCY_DIGITS))+I("off",g_off);
   text+=",\"mono\":"+IdText(GetTickCount64())+PermissionsText();
   text+=S("limit_symbols",InpSymbols)+N("limit_lots",InpMaxLots)+I("limit_positions",InpMaxPositions)
         +N("limit_day_pct",InpDayLossPct)+I("limit_silence_s",InpSilenceSeconds)+"}";
   return(text);
  }

bool IsHex64(const string text)
  {
   if(StringLen(text)!=64)
      return(false);
   for(int at=0; at<64; at++)
     {
      ushort one=StringGetCharacter(text,at);
      if(HexValue(one)<0 || (one>='A' && one<='F'))
         return(false);
     }
   return(true);
  }

void OnChallenge(const Message &message)
  {
   long proto=IntegerOf(message,"proto",true,0,0,1000000);
   g_nonce_gw=TextOf(message,"nonce",true,"");
   g_gateway=TextOf(message,"gw",true,"");
   if(g_bad!="")
      return;
   if(proto!=PROTO)
     {
      string age="newer";
      if(proto>PROTO)
         age="older";
      Bye("E_PROTO","EA "+EA_VERSION+" speaks mt5-bridge/"+IntegerToString(PROTO)+" and is "+age+" than gateway "+g_gateway
          +" (mt5-bridge/"+IntegerToString(proto)+"): install the EA that came with the gateway");
      return;
     }
   if(!IsHex64(g_nonce_gw))
     {
      Bad("nonce","must be 64 hex digits");
      return;
     }
   string mac=Hmac(g_secret,"mt5-bridge/1|ea|"+g_nonce_gw+"|"+g_nonce+"|"+IntegerToString(AccountInfoInteger(ACCOUNT_LOGIN))
                   +"|"+TradeModeText()+"|"+AccountInfoString(ACCOUNT_SERVER));
   g_state=LINK_AUTH;
   g_phase_at=GetTickCount64();
   Put("{\"t\":\"auth\""+S("mac",mac)+"}");
  }

void OnWelcome(const Message &message)
  {
   string mac=TextOf(message,"mac",true,"");
   long ns=IntegerOf(message,"ns",true,0,1,2097151);
   long token=IntegerOf(message,"token",true,0,0,9007199254740991.0);
   string expected=TextOf(message,"ea_expected",true,"");
   long from=IntegerOf(message,"hist_from",false,0,0,9007199254740991.0);
   if(g_bad!="")
      return;
   string text="mt5-bridge/1|gw|"+g_nonce_gw+"|"+g_nonce+"|"+IntegerToString(AccountInfoInteger(ACCOUNT_LOGIN))+"|"
               +IntegerToString(token)+"|"+AccountInfoString(ACCOUNT_SERVER);
   if(!SameProof(mac,Hmac(g_secret,text)))
     {
      Bye("E_AUTH","the gateway does not know the secret");
      return;
     }
   // another chart's copy of this EA may have written meanwhile
   if(g_journal_ok && !g_state_damaged)
      g_loaded=false;
   LoadAccount();
   if(token<g_token_max)
     {
      Bye("E_FENCED","token "+IntegerToString(token)+" is older than "+IntegerToString(g_token_max)+": another gateway has taken this account over. Stop this one, or start it anew to take the account back");
      return;
     }
   g_ns=(int)ns;
   g_token=token;
   if(token>g_token_max || g_ns!=g_ns_last)
     {
      g_token_max=token;
      g_ns_last=g_ns;
      SaveState();
     }
   g_state=LINK_UP;
   g_expected=expected;
   g_dials=0;
   g_trouble="";
   g_silent=false;
   g_last_link=GetTickCount64();
   g_hb_at=0;
   g_account_told="";
   g_synced=false;
   g_signature="";
   g_tx_count=0;
   g_tx_lost=false;
   QueueSnap(0,(datetime)from);
   if(g_expected!=EA_VERSION)
      Say("warn","This EA is version "+EA_VERSION+", the gateway was released with "+g_expected+".");
  }

//+------------------------------------------------------------------+
//| Pushes                                                           |
//+------------------------------------------------------------------+
string Push(const string type)
  {
   g_seq++;
   return("{\"t\":\""+type+"\",\"seq\":"+IntegerToString(g_seq));
  }

void Say(const string level,const string text)
  {
   Print("KimiBridge: "+text);
   if(g_state==LINK_UP)
      Put(Push("log")+S("level",level)+S("text",StringSubstr(text,0,1000))+"}");
  }

//--- to the phone. The terminal takes two messages a second and ten a minute of 255 characters; what comes
//--- meanwhile waits and goes out as one
void Notify(const string text)
  {
   if(g_note_waiting>0)
      g_note_text+=" | ";
   g_note_text=StringSubstr(g_note_text+text,0,1000);
   g_note_waiting++;
   SendNotes();
  }

void SendNotes()
  {
   ulong now=GetTickCount64();
   int last=(g_note_next+8)%10;
   if(g_note_waiting==0 || now<g_note_retry)
      return;
   if(g_notes[g_note_next]>0 && now-g_notes[g_note_next]<60000)
      return;
   if(g_notes[last]>0 && now-g_notes[last]<1000)
      return;
   string head="KimiBridge "+IntegerToString(g_login)+": ";
   if(g_note_waiting>1)
      head+=IntegerToString(g_note_waiting)+" messages: ";
   ResetLastError();
   if(!SendNotification(StringSubstr(head+g_note_text,0,255)))
     {
      int error=GetLastError();
      Print("KimiBridge: the notification was not sent, error "+IntegerToString(error)+": "+g_note_text);
      g_note_retry=now+6000;
      if(error==4518)
         return; // too frequent: it is kept
     }
   g_note_text="";
   g_note_waiting=0;
   g_notes[g_note_next]=now;
   g_note_next=(g_note_next+1)%10;
  }

string StateText(string &why)
  {
   why="ready";
   if(!Connected())
     {
      why="the terminal has no connection to the trade server";
      return("syncing");
     }
   if(!g_synced)
     {
      why="the terminal's lists are still being filled";
      return("syncing");
     }
   if(TerminalInfoInteger(TERMINAL_TRADE_ALLOWED)==0)
     {
      why="press Algo Trading in the terminal's toolbar";
      return("blocked");
     }
   if(MQLInfoInteger(MQL_TRADE_ALLOWED)==0)
     {
      why="allow algo trading in the properties of this Expert Advisor (F7, Common)";
      return("blocked");
     }
   if(AccountInfoInteger(ACCOUNT_TRADE_ALLOWED)==0)
     {
      why="this account may not trade: log in with the trading password, not the investor's";
      return("blocked");
     }
   if(AccountInfoInteger(ACCOUNT_TRADE_EXPERT)==0)
     {
      why="the broker does not let Expert Advisors trade on this account";
      return("blocked");
     }
   if(!g_journal_ok)
     {
      why="the journal in MQL5\\Files\\KimiBridge cannot be written";
      return("blocked");
     }
   if(g_state_damaged)
     {
      why="the file "+FileNamed("state")+" in MQL5\\Files is damaged: restore it, or move it away to begin anew";
      return("killed");
     }
   if(InpKill)
     {
      why="the kill switch among the inputs is on";
      return("killed");
     }
   if(g_kill)
     {
      why="killed by the gateway: "+g_kill_why;
      return("killed");
     }
   if(g_day_tripped)
     {
      why="today's loss has reached the limit of "+DoubleToString(InpDayLossPct,2)+" %";
      return("limit");
     }
   return("ready");
  }

void Heartbeat()
  {
   ulong now=GetTickCount64();
   if(g_hb_at>0 && now-g_hb_at<1000)
      return;
   g_hb_at=now;
   string why="";
   string state=StateText(why);
   long queue=ArraySize(g_out)-g_out_sent;
   Put(Push("hb")+",\"mono\":"+IdText(now)+I("ms",ServerMs())+I("off",g_off)+PermissionsText()
       +I("ping_us",TerminalInfoInteger(TERMINAL_PING_LAST))+I("queue",queue)+S("state",state)+S("why",why)
       +B("opening",state=="ready")+"}");
  }

long ServerMs()
  {
   return((long)TimeTradeServer()*1000);
  }

//+------------------------------------------------------------------+
//| Rows of the books                                                |
//+------------------------------------------------------------------+
string AccountFields()
  {
   return(S("login",IntegerToString(AccountInfoInteger(ACCOUNT_LOGIN)))+N("balance",AccountInfoDouble(ACCOUNT_BALANCE))
          +N("credit",AccountInfoDouble(ACCOUNT_CREDIT))+N("profit",AccountInfoDouble(ACCOUNT_PROFIT))
          +N("equity",AccountInfoDouble(ACCOUNT_EQUITY))+N("margin",AccountInfoDouble(ACCOUNT_MARGIN))
          +N("margin_free",AccountInfoDouble(ACCOUNT_MARGIN_FREE))+N("margin_level",AccountInfoDouble(ACCOUNT_MARGIN_LEVEL))
          +S("trade_mode",TradeModeText()));
  }

//--- fields that begin with a comma, as an object
string Row(const string fields)
  {
   return("{"+StringSubstr(fields,1)+"}");
  }

//--- of the position that is selected
string PositionRow()
  {
   string side="buy";
   if(PositionGetInteger(POSITION_TYPE)==(long)POSITION_TYPE_SELL)
      side="sell";
   long reason=PositionGetInteger(POSITION_REASON);
   string text=U("id",(ulong)PositionGetInteger(POSITION_IDENTIFIER))+U("ticket",(ulong)PositionGetInteger(POSITION_TICKET))
               +U("magic",(ulong)PositionGetInteger(POSITION_MAGIC))+S("symbol",PositionGetString(POSITION_SYMBOL))
               +S("side",side)+N("volume",PositionGetDouble(POSITION_VOLUME))+N("price",PositionGetDouble(POSITION_PRICE_OPEN))
               +N("sl",PositionGetDouble(POSITION_SL))+N("tp",PositionGetDouble(POSITION_TP))
               +N("price_now",PositionGetDouble(POSITION_PRICE_CURRENT))+N("profit",PositionGetDouble(POSITION_PROFIT));
   text+=N("swap",PositionGetDouble(POSITION_SWAP))+I("time_ms",PositionGetInteger(POSITION_TIME_MSC))
         +I("update_ms",PositionGetInteger(POSITION_TIME_UPDATE_MSC))
         +S("reason",Named(EnumToString((ENUM_POSITION_REASON)reason),reason))+S("comment",PositionGetString(POSITION_COMMENT));
   return(Row(text));
  }

//--- of the waiting order that is selected
string OrderRow()
  {
   long type=OrderGetInteger(ORDER_TYPE);
   long state=OrderGetInteger(ORDER_STATE);
   long filling=OrderGetInteger(ORDER_TYPE_FILLING);
   long life=OrderGetInteger(ORDER_TYPE_TIME);
   long reason=OrderGetInteger(ORDER_REASON);
   string text=U("ticket",(ulong)OrderGetInteger(ORDER_TICKET))+U("position",(ulong)OrderGetInteger(ORDER_POSITION_ID))
               +U("position_by",(ulong)OrderGetInteger(ORDER_POSITION_BY_ID))+U("magic",(ulong)OrderGetInteger(ORDER_MAGIC))
               +S("symbol",OrderGetString(ORDER_SYMBOL))+OrderEnums(type,state,filling,life,reason)
               +N("volume",OrderGetDouble(ORDER_VOLUME_INITIAL))+N("left",OrderGetDouble(ORDER_VOLUME_CURRENT));
   text+=N("price",OrderGetDouble(ORDER_PRICE_OPEN))+N("limit_price",OrderGetDouble(ORDER_PRICE_STOPLIMIT))
         +N("sl",OrderGetDouble(ORDER_SL))+N("tp",OrderGetDouble(ORDER_TP))+I("time_ms",OrderGetInteger(ORDER_TIME_SETUP_MSC))
         +I("done_ms",OrderGetInteger(ORDER_TIME_DONE_MSC))+I("exp",OrderGetInteger(ORDER_TIME_EXPIRATION))
         +S("comment",OrderGetString(ORDER_COMMENT));
   return(Row(text));
  }

string OrderEnums(const long type,const long state,const long filling,const long life,const long reason)
  {
   return(S("type",Named(EnumToString((ENUM_ORDER_TYPE)type),type))+S("state",Named(EnumToString((ENUM_ORDER_STATE)state),state))
          +S("filling",Named(EnumToString((ENUM_ORDER_TYPE_FILLING)filling),filling))
          +S("life",Named(EnumToString((ENUM_ORDER_TYPE_TIME)life),life))
          +S("reason",Named(EnumToString((ENUM_ORDER_REASON)reason),reason)));
  }

//--- of an order of the history that is selected
string PastOrderRow(const ulong ticket)
  {
   long type=HistoryOrderGetInteger(ticket,ORDER_TYPE);
   long state=HistoryOrderGetInteger(ticket,ORDER_STATE);
   long filling=HistoryOrderGetInteger(ticket,ORDER_TYPE_FILLING);
   long life=HistoryOrderGetInteger(ticket,ORDER_TYPE_TIME);
   long reason=HistoryOrderGetInteger(ticket,ORDER_REASON);
   string text=U("ticket",ticket)+U("position",(ulong)HistoryOrderGetInteger(ticket,ORDER_POSITION_ID))
               +U("position_by",(ulong)HistoryOrderGetInteger(ticket,ORDER_POSITION_BY_ID))
               +U("magic",(ulong)HistoryOrderGetInteger(ticket,ORDER_MAGIC))+S("symbol",HistoryOrderGetString(ticket,ORDER_SYMBOL))
               +OrderEnums(type,state,filling,life,reason)+N("volume",HistoryOrderGetDouble(ticket,ORDER_VOLUME_INITIAL))
               +N("left",HistoryOrderGetDouble(ticket,ORDER_VOLUME_CURRENT));
   text+=N("price",HistoryOrderGetDouble(ticket,ORDER_PRICE_OPEN))+N("limit_price",HistoryOrderGetDouble(ticket,ORDER_PRICE_STOPLIMIT))
         +N("sl",HistoryOrderGetDouble(ticket,ORDER_SL))+N("tp",HistoryOrderGetDouble(ticket,ORDER_TP))
         +I("time_ms",HistoryOrderGetInteger(ticket,ORDER_TIME_SETUP_MSC))
         +I("done_ms",HistoryOrderGetInteger(ticket,ORDER_TIME_DONE_MSC))
         +I("exp",HistoryOrderGetInteger(ticket,ORDER_TIME_EXPIRATION))+S("comment",HistoryOrderGetString(ticket,ORDER_COMMENT));
   return(Row(text));
  }

//--- of a deal of the history that is selected
string DealRow(const ulong ticket)
  {
   long type=HistoryDealGetInteger(ticket,DEAL_TYPE);
   long entry=HistoryDealGetInteger(ticket,DEAL_ENTRY);
   long reason=HistoryDealGetInteger(ticket,DEAL_REASON);
   string text=U("ticket",ticket)+U("order",(ulong)HistoryDealGetInteger(ticket,DEAL_ORDER))
               +U("position",(ulong)HistoryDealGetInteger(ticket,DEAL_POSITION_ID))
               +U("magic",(ulong)HistoryDealGetInteger(ticket,DEAL_MAGIC))+S("symbol",HistoryDealGetString(ticket,DEAL_SYMBOL))
               +S("type",Named(EnumToString((ENUM_DEAL_TYPE)type),type))+S("entry",Named(EnumToString((ENUM_DEAL_ENTRY)entry),entry))
               +S("reason",Named(EnumToString((ENUM_DEAL_REASON)reason),reason))+N("volume",HistoryDealGetDouble(ticket,DEAL_VOLUME));
   text+=N("price",HistoryDealGetDouble(ticket,DEAL_PRICE))+N("sl",HistoryDealGetDouble(ticket,DEAL_SL))
         +N("tp",HistoryDealGetDouble(ticket,DEAL_TP))+N("profit",HistoryDealGetDouble(ticket,DEAL_PROFIT))
         +N("swap",HistoryDealGetDouble(ticket,DEAL_SWAP))+N("commission",HistoryDealGetDouble(ticket,DEAL_COMMISSION))
         +N("fee",HistoryDealGetDouble(ticket,DEAL_FEE))+I("time_ms",HistoryDealGetInteger(ticket,DEAL_TIME_MSC))
         +S("comment",HistoryDealGetString(ticket,DEAL_COMMENT));
   return(Row(text));
  }

string StateName(const int state)
  {
   switch(state)
     {
      case INTENT_INTENT:
         return("INTENT");
      case INTENT_DONE:
         return("DONE");
      case INTENT_PLACED:
         return("PLACED");
      case INTENT_PARTIAL:
         return("PARTIAL");
      case INTENT_REJECTED:
         return("REJECTED");
      case INTENT_UNKNOWN:
         return("UNKNOWN");
      case INTENT_ABSENT:
         return("ABSENT");
     }
   return("NONE");
  }

string IntentRow(const Intent &intent)
  {
   return(Row(U("magic",intent.magic)+S("what",intent.what)+S("state",StateName(intent.state))+I("retcode",(long)intent.retcode)
              +U("order",intent.order)+U("deal",intent.deal)+U("position",intent.position)+I("at",(long)intent.at)));
  }

//+------------------------------------------------------------------+
//| The whole books                                                  |
//+------------------------------------------------------------------+
void QueueSnap(const long id,const datetime from)
  {
   int at=ArraySize(g_snaps);
   if(at>=16)
      return;
   ArrayResize(g_snaps,at+1);
   g_snaps[at].id=id;
   g_snaps[at].from=from;
  }

//--- lists that have stayed equal for half a second while connected are the account's
void WatchSync()
  {
   if(!Connected())
     {
      g_synced=false;
      g_signature="";
      return;
     }
   if(g_synced)
      return;
   ulong sum=0;
   for(int at=0; at<PositionsTotal(); at++)
      sum=sum*31+PositionGetTicket(at);
   for(int at=0; at<OrdersTotal(); at++)
      sum=sum*37+OrderGetTicket(at);
   string now=IntegerToString(PositionsTotal())+"|"+IntegerToString(OrdersTotal())+"|"+IdText(sum)+"|"
              +NumberText(AccountInfoDouble(ACCOUNT_BALANCE));
   if(now!=g_signature)
     {
      g_signature=now;
      g_signature_at=GetTickCount64();
      return;
     }
   if(GetTickCount64()-g_signature_at<500)
      return;
   g_synced=true;
   // what happened while the trade server was away has come without a transaction
   if(g_state==LINK_UP && ArraySize(g_snaps)==0)
      QueueSnap(0,0);
  }

string PartHead(const long id,const int part)
  {
   string text=Push("snap");
   if(id>0)
      text+=I("id",id);
   text+=I("part",part);
   if(part==0)
      text+=",\"mono\":"+IdText(GetTickCount64())+I("ms",ServerMs())+I("off",g_off)+",\"account\":"+Row(AccountFields());
   return(text);
  }

void AddRow(string &list,const string row)
  {
   if(list!="")
      list+=",";
   list+=row;
  }

//--- a part that is full is sent, and another begun
void FlushPart(const long id,int &part,string &head,string &list,const string name,const bool force)
  {
   if(list=="" || (!force && StringLen(list)<PART_CHARS))
      return;
   Put(head+",\"last\":false,\""+name+"\":["+list+"]}");
   list="";
   part++;
   head=PartHead(id,part);
  }

uint HighestNumber()
  {
   uint highest=g_mark;
   for(int at=0; at<ArraySize(g_intents); at++)
      if(SpaceIn(g_intents[at].magic)==g_ns)
         highest=MathMax(highest,NumberIn(g_intents[at].magic));
   for(int at=0; at<PositionsTotal(); at++)
      if(PositionGetTicket(at)>0)
         highest=MathMax(highest,OurNumber((ulong)PositionGetInteger(POSITION_MAGIC)));
   for(int at=0; at<OrdersTotal(); at++)
      if(OrderGetTicket(at)>0)
         highest=MathMax(highest,OurNumber((ulong)OrderGetInteger(ORDER_MAGIC)));
   if(HistorySelect(TimeTradeServer()-HISTORY_SECONDS,TimeTradeServer()+86400))
     {
      for(int at=0; at<HistoryOrdersTotal(); at++)
         highest=MathMax(highest,OurNumber((ulong)HistoryOrderGetInteger(HistoryOrderGetTicket(at),ORDER_MAGIC)));
      for(int at=0; at<HistoryDealsTotal(); at++)
         highest=MathMax(highest,OurNumber((ulong)HistoryDealGetInteger(HistoryDealGetTicket(at),DEAL_MAGIC)));
     }
   return(highest);
  }

uint OurNumber(const ulong magic)
  {
   if(SpaceIn(magic)!=g_ns)
      return(0);
   return(NumberIn(magic));
  }

void SendSnaps()
  {
   if(!g_synced || g_state!=LINK_UP)
      return;
   while(ArraySize(g_snaps)>0 && g_state==LINK_UP)
     {
      long id=g_snaps[0].id;
      datetime from=g_snaps[0].from;
      int left=ArraySize(g_snaps)-1;
      for(int at=0; at<left; at++)
         g_snaps[at]=g_snaps[at+1];
      ArrayResize(g_snaps,left);
      if(from<=0)
         from=TimeTradeServer()-604800;
      SendSnap(id,from);
     }
  }

void SendSnap(const long id,const datetime from)
  {
   int part=0;
   uint highest=HighestNumber();
   string head=PartHead(id,part)+I("hist_from",(long)from)+I("max_number",(long)highest)+I("mark",(long)g_mark);
   string list="";
   for(int at=0; at<PositionsTotal(); at++)
      if(PositionGetTicket(at)>0)
        {
         AddRow(list,PositionRow());
         FlushPart(id,part,head,list,"positions",false);
        }
   FlushPart(id,part,head,list,"positions",true);
   for(int at=0; at<OrdersTotal(); at++)
      if(OrderGetTicket(at)>0)
        {
         AddRow(list,OrderRow());
         FlushPart(id,part,head,list,"orders",false);
        }
   FlushPart(id,part,head,list,"orders",true);
   if(HistorySelect(from,TimeTradeServer()+86400))
     {
      for(int at=0; at<HistoryDealsTotal(); at++)
        {
         ulong ticket=HistoryDealGetTicket(at);
         if(ticket==0)
            continue;
         AddRow(list,DealRow(ticket));
         FlushPart(id,part,head,list,"deals",false);
        }
      FlushPart(id,part,head,list,"deals",true);
     }
   for(int at=0; at<ArraySize(g_intents); at++)
      if(IsOpenState(g_intents[at].state))
        {
         AddRow(list,IntentRow(g_intents[at]));
         FlushPart(id,part,head,list,"intents",false);
        }
   FlushPart(id,part,head,list,"intents",true);
   Put(head+",\"last\":true}");
   g_account_told=AccountFields();
  }

//+------------------------------------------------------------------+
//| Prices                                                           |
//+------------------------------------------------------------------+
int SubOf(const string symbol)
  {
   for(int at=0; at<ArraySize(g_subs); at++)
      if(g_subs[at].symbol==symbol)
         return(at);
   return(-1);
  }

string TickRow(const MqlTick &tick)
  {
   return("["+IntegerToString(tick.time_msc)+","+NumberText(tick.bid)+","+NumberText(tick.ask)+","+NumberText(tick.last)+","
          +NumberText(tick.volume_real)+","+IntegerToString((long)tick.flags)+"]");
  }

//--- what came since the cursor; several ticks may share the cursor's millisecond
void PushTicks(const int index)
  {
   string symbol=g_subs[index].symbol;
   if(g_subs[index].mode==0)
      return;
   MqlTick newest;
   if(!SymbolInfoTick(symbol,newest) || newest.time_msc<=0)
      return;
   // its ticks are most likely at hand in a moment, and then nothing is missing
   if(g_subs[index].mode==2 && !g_subs[index].warm && g_subs[index].cursor>0 && GetTickCount64()-g_subs[index].since<1000)
      return;
   if(g_subs[index].mode==1 || g_subs[index].cursor==0 || !g_subs[index].warm)
     {
      if(newest.time_msc<=g_subs[index].cursor)
         return;
      string flag=BoolText(g_subs[index].gap || g_subs[index].mode==1 || g_subs[index].cursor>0);
      Put(Push("ticks")+S("symbol",symbol)+",\"gap\":"+flag+",\"rows\":["+TickRow(newest)+"]}");
      g_subs[index].cursor=newest.time_msc;
      g_subs[index].same=1;
      g_subs[index].gap=false;
      return;
     }
   if(newest.time_msc<g_subs[index].cursor)
      return;
   MqlTick ticks[];
   int got=CopyTicks(symbol,ticks,COPY_TICKS_ALL,(ulong)g_subs[index].cursor,4096);
   if(got<=0)
      return;
   bool gap=g_subs[index].gap || got>=4096;
   string list="";
   int same=0;
   int sent=0;
   for(int at=0; at<got; at++)
     {
      if(ticks[at].time_msc==g_subs[index].cursor)
        {
         same++;
         if(same<=g_subs[index].same)
            continue;
        }
      AddRow(list,TickRow(ticks[at]));
      sent++;
      if(StringLen(list)>=PART_CHARS)
        {
         Put(Push("ticks")+S("symbol",symbol)+",\"gap\":"+BoolText(gap)+",\"rows\":["+list+"]}");
         list="";
         gap=false;
        }
     }
   if(list!="")
      Put(Push("ticks")+S("symbol",symbol)+",\"gap\":"+BoolText(gap)+",\"rows\":["+list+"]}");
   if(sent==0)
      return;
   long last=ticks[got-1].time_msc;
   int count=0;
   for(int at=0; at<got; at++)
      if(ticks[at].time_msc==last)
         count++;
   g_subs[index].cursor=last;
   g_subs[index].same=count;
   g_subs[index].gap=false;
  }

string BarRow(const MqlRates &bar)
  {
   return("["+IntegerToString((long)bar.time)+","+NumberText(bar.open)+","+NumberText(bar.high)+","+NumberText(bar.low)+","
          +NumberText(bar.close)+","+IntegerToString(bar.tick_volume)+","+IntegerToString(bar.spread)+","
          +IntegerToString(bar.real_volume)+"]");
  }

//--- minutes that have closed since the last one that was told
void PushBars(const int index)
  {
   string symbol=g_subs[index].symbol;
   if(!g_subs[index].bar_warm)
      return;
   MqlRates newest[];
   if(CopyRates(symbol,PERIOD_M1,0,2,newest)<2)
      return;
   datetime closed=newest[0].time;
   if(closed<=g_subs[index].bar)
      return;
   MqlRates bars[];
   int got=0;
   bool gap=g_subs[index].bar_gap;
   if(g_subs[index].bar==0)
     {
      ArrayResize(bars,1);
      bars[0]=newest[0];
      got=1;
     }
   else
      got=CopyRates(symbol,PERIOD_M1,g_subs[index].bar+60,closed,bars);
   if(got<=0)
      return;
   string list="";
   for(int at=0; at<got; at++)
     {
      if(bars[at].time<=g_subs[index].bar || bars[at].time>closed)
         continue;
      AddRow(list,BarRow(bars[at]));
      if(StringLen(list)>=PART_CHARS)
        {
         Put(Push("bars")+S("symbol",symbol)+S("tf","M1")+",\"gap\":"+BoolText(gap)+",\"rows\":["+list+"]}");
         list="";
         gap=false;
        }
     }
   if(list!="")
      Put(Push("bars")+S("symbol",symbol)+S("tf","M1")+",\"gap\":"+BoolText(gap)+",\"rows\":["+list+"]}");
   g_subs[index].bar=closed;
   g_subs[index].bar_gap=false;
  }

string RateText(const string name,const string symbol,const ENUM_ORDER_TYPE type)
  {
   double initial=0;
   double maintenance=0;
   if(!SymbolInfoMarginRate(symbol,type,initial,maintenance))
     {
      initial=1;
      maintenance=1;
     }
   return(",\""+name+"\":["+NumberText(initial)+","+NumberText(maintenance)+"]");
  }

string SessionsText(const string symbol)
  {
   string days="";
   for(int day=0; day<7; day++)
     {
      string list="";
      for(uint slot=0; slot<10; slot++)
        {
         datetime from=0;
         datetime to=0;
         if(!SymbolInfoSessionTrade(symbol,(ENUM_DAY_OF_WEEK)day,slot,from,to))
            break;
         long begin=(long)from%86400;
         long end=(long)to;
         if(end>86400)
            end=end%86400;
         if(end<=begin)
            end=86400;
         AddRow(list,"["+IntegerToString(begin)+","+IntegerToString(end)+"]");
        }
      if(day>0)
         days+=",";
      days+="["+list+"]";
     }
   return(",\"sessions\":["+days+"]");
  }

//--- without the prices, by which it would change all the time
string SpecFixed(const string symbol)
  {
   long trade=SymbolInfoInteger(symbol,SYMBOL_TRADE_MODE);
   long exec=SymbolInfoInteger(symbol,SYMBOL_TRADE_EXEMODE);
   long calc=SymbolInfoInteger(symbol,SYMBOL_TRADE_CALC_MODE);
   long swap=SymbolInfoInteger(symbol,SYMBOL_SWAP_MODE);
   long triple=SymbolInfoInteger(symbol,SYMBOL_SWAP_ROLLOVER3DAYS);
   long gtc=SymbolInfoInteger(symbol,SYMBOL_ORDER_GTC_MODE);
   string text=S("symbol",symbol)+S("description",SymbolInfoString(symbol,SYMBOL_DESCRIPTION))
               +S("path",SymbolInfoString(symbol,SYMBOL_PATH))+S("base",SymbolInfoString(symbol,SYMBOL_CURRENCY_BASE))
               +S("profit",SymbolInfoString(symbol,SYMBOL_CURRENCY_PROFIT))+S("margin",SymbolInfoString(symbol,SYMBOL_CURRENCY_MARGIN))
               +I("digits",SymbolInfoInteger(symbol,SYMBOL_DIGITS))+N("point",SymbolInfoDouble(symbol,SYMBOL_POINT))
               +N("tick_size",SymbolInfoDouble(symbol,SYMBOL_TRADE_TICK_SIZE))
               +N("contract_size",SymbolInfoDouble(symbol,SYMBOL_TRADE_CONTRACT_SIZE));
   text+=N("volume_min",SymbolInfoDouble(symbol,SYMBOL_VOLUME_MIN))+N("volume_max",SymbolInfoDouble(symbol,SYMBOL_VOLUME_MAX))
         +N("volume_step",SymbolInfoDouble(symbol,SYMBOL_VOLUME_STEP))+N("volume_limit",SymbolInfoDouble(symbol,SYMBOL_VOLUME_LIMIT))
         +I("stops_level",SymbolInfoInteger(symbol,SYMBOL_TRADE_STOPS_LEVEL))
         +I("freeze_level",SymbolInfoInteger(symbol,SYMBOL_TRADE_FREEZE_LEVEL))
         +B("spread_float",SymbolInfoInteger(symbol,SYMBOL_SPREAD_FLOAT)!=0)
         +S("trade_mode",Named(EnumToString((ENUM_SYMBOL_TRADE_MODE)trade),trade))
         +S("exec_mode",Named(EnumToString((ENUM_SYMBOL_TRADE_EXECUTION)exec),exec))
         +S("calc_mode",Named(EnumToString((ENUM_SYMBOL_CALC_MODE)calc),calc));
   text+=S("swap_mode",Named(EnumToString((ENUM_SYMBOL_SWAP_MODE)swap),swap))
         +S("swap_rollover3days",Named(EnumToString((ENUM_DAY_OF_WEEK)triple),triple))
         +I("filling_flags",SymbolInfoInteger(symbol,SYMBOL_FILLING_MODE))+I("order_flags",SymbolInfoInteger(symbol,SYMBOL_ORDER_MODE))
         +I("expiration_flags",SymbolInfoInteger(symbol,SYMBOL_EXPIRATION_MODE))
         +S("gtc_mode",Named(EnumToString((ENUM_SYMBOL_ORDER_GTC_MODE)gtc),gtc))
         +N("swap_long",SymbolInfoDouble(symbol,SYMBOL_SWAP_LONG))+N("swap_short",SymbolInfoDouble(symbol,SYMBOL_SWAP_SHORT));
   text+=",\"swap_days\":["+NumberText(SymbolInfoDouble(symbol,SYMBOL_SWAP_SUNDAY))+","
         +NumberText(SymbolInfoDouble(symbol,SYMBOL_SWAP_MONDAY))+","+NumberText(SymbolInfoDouble(symbol,SYMBOL_SWAP_TUESDAY))+","
         +NumberText(SymbolInfoDouble(symbol,SYMBOL_SWAP_WEDNESDAY))+","+NumberText(SymbolInfoDouble(symbol,SYMBOL_SWAP_THURSDAY))+","
         +NumberText(SymbolInfoDouble(symbol,SYMBOL_SWAP_FRIDAY))+","+NumberText(SymbolInfoDouble(symbol,SYMBOL_SWAP_SATURDAY))+"]";
   text+=N("margin_initial",SymbolInfoDouble(symbol,SYMBOL_MARGIN_INITIAL))
         +N("margin_maintenance",SymbolInfoDouble(symbol,SYMBOL_MARGIN_MAINTENANCE))
         +N("margin_hedged",SymbolInfoDouble(symbol,SYMBOL_MARGIN_HEDGED))
         +B("margin_hedged_use_leg",SymbolInfoInteger(symbol,SYMBOL_MARGIN_HEDGED_USE_LEG)!=0)
         +RateText("margin_rate_buy",symbol,ORDER_TYPE_BUY)+RateText("margin_rate_sell",symbol,ORDER_TYPE_SELL)
         +I("start",SymbolInfoInteger(symbol,SYMBOL_START_TIME))+I("expires",SymbolInfoInteger(symbol,SYMBOL_EXPIRATION_TIME))
         +SessionsText(symbol);
   return(text);
  }

string SpecText(const string symbol)
  {
   return(SpecFixed(symbol)+N("tick_value",SymbolInfoDouble(symbol,SYMBOL_TRADE_TICK_VALUE))
          +N("tick_value_profit",SymbolInfoDouble(symbol,SYMBOL_TRADE_TICK_VALUE_PROFIT))
          +N("tick_value_loss",SymbolInfoDouble(symbol,SYMBOL_TRADE_TICK_VALUE_LOSS))
          +I("spread",SymbolInfoInteger(symbol,SYMBOL_SPREAD))+N("bid",SymbolInfoDouble(symbol,SYMBOL_BID))
          +N("ask",SymbolInfoDouble(symbol,SYMBOL_ASK))+I("tick_ms",SymbolInfoInteger(symbol,SYMBOL_TIME_MSC)));
  }

bool IsWarm(const string key)
  {
   for(int at=0; at<ArraySize(g_warm); at++)
      if(g_warm[at]==key)
         return(true);
   return(false);
  }

void KeepWarm(const string key)
  {
   if(IsWarm(key))
      return;
   int at=ArraySize(g_warm);
   ArrayResize(g_warm,at+1,64);
   g_warm[at]=key;
  }

//--- told before the terminal is asked for what it may have to fetch: it holds this program up until it has it
void Busy(const string key,const string why)
  {
   if(g_state!=LINK_UP || IsWarm(key))
      return;
   Put(Push("busy")+I("ms",BLOCKING_MS)+S("why",why)+"}");
   Pump();
  }

//--- the first reading of a symbol's ticks may take 45 s. One a look, so that the gateway is heard and
//--- answered in between; until then the newest price is told and marked as having holes
void WarmOne()
  {
   if(g_state!=LINK_UP || !g_synced || ArraySize(g_snaps)>0)
      return;
   for(int at=0; at<ArraySize(g_subs); at++)
     {
      bool ticks=g_subs[at].mode==2 && !g_subs[at].warm;
      if((!ticks && g_subs[at].bar_warm) || GetTickCount64()<g_subs[at].warm_at)
         continue;
      string symbol=g_subs[at].symbol;
      string key=(ticks ? "ticks " : "M1 ")+symbol;
      Busy(key,"the terminal is asked for "+key);
      int got=0;
      if(ticks)
        {
         MqlTick newest;
         MqlTick ticks_read[];
         ulong from=0;
         if(SymbolInfoTick(symbol,newest) && newest.time_msc>0)
            from=(ulong)newest.time_msc;
         got=CopyTicks(symbol,ticks_read,COPY_TICKS_ALL,from,1);
        }
      else
        {
         MqlRates bars[];
         got=CopyRates(symbol,PERIOD_M1,0,2,bars);
        }
      if(got<0)
        {
         g_subs[at].warm_at=GetTickCount64()+1000;
         return;
        }
      KeepWarm(key);
      if(ticks)
         g_subs[at].warm=true;
      else
         g_subs[at].bar_warm=true;
      return;
     }
  }

void PushMarket()
  {
   for(int at=0; at<ArraySize(g_subs) && g_state==LINK_UP; at++)
      PushTicks(at);
   ulong now=GetTickCount64();
   if(now-g_slow_at>=200)
     {
      g_slow_at=now;
      for(int at=0; at<ArraySize(g_subs) && g_state==LINK_UP; at++)
         PushBars(at);
     }
   if(now-g_spec_at>=5000)
     {
      g_spec_at=now;
      for(int at=0; at<ArraySize(g_subs) && g_state==LINK_UP; at++)
        {
         string spec=SpecFixed(g_subs[at].symbol);
         if(spec!=g_subs[at].spec)
           {
            g_subs[at].spec=spec;
            Put(Push("spec")+SpecText(g_subs[at].symbol)+"}");
           }
        }
     }
  }

void PushAccount()
  {
   ulong now=GetTickCount64();
   if(now-g_account_at<1000)
      return;
   g_account_at=now;
   int off=OffsetNow();
   if(off!=g_off)
     {
      g_off=off;
      Put(Push("off")+I("off",g_off)+"}");
     }
   string account=AccountFields();
   if(account==g_account_told)
      return;
   g_account_told=account;
   Put(Push("acct")+account+"}");
  }

//+------------------------------------------------------------------+
//| Trade transactions: the handler only takes them down             |
//+------------------------------------------------------------------+
void PushTransactions()
  {
   if(g_tx_lost)
     {
      g_tx_lost=false;
      g_seq++; // a missing number says that something was lost, and the whole books follow
      QueueSnap(0,0);
     }
   int count=g_tx_count;
   g_tx_count=0;
   for(int at=0; at<count && g_state==LINK_UP; at++)
     {
      MqlTradeTransaction t=g_tx[at].trans;
      string text=S("type",Named(EnumToString(t.type),(long)t.type))+U("deal",t.deal)+U("order",t.order)+U("position",t.position)
                  +U("position_by",t.position_by)+S("symbol",t.symbol)
                  +S("order_type",Named(EnumToString(t.order_type),(long)t.order_type))
                  +S("order_state",Named(EnumToString(t.order_state),(long)t.order_state))
                  +S("deal_type",Named(EnumToString(t.deal_type),(long)t.deal_type))
                  +N("price",t.price)+N("price_trigger",t.price_trigger)+N("sl",t.price_sl)+N("tp",t.price_tp)+N("volume",t.volume);
      if(t.type==TRADE_TRANSACTION_REQUEST)
         text+=I("request_id",(long)g_tx[at].request_id)+U("magic",g_tx[at].magic)+I("retcode",(long)g_tx[at].retcode);
      if(t.deal>0 && HistoryDealSelect(t.deal))
         text+=",\"deal_row\":"+DealRow(t.deal);
      if(t.order>0)
        {
         if(OrderSelect(t.order))
            text+=",\"order_row\":"+OrderRow();
         else
            if(HistoryOrderSelect(t.order))
               text+=",\"order_row\":"+PastOrderRow(t.order);
        }
      if(t.position>0 && SelectPosition(t.position))
         text+=",\"pos_row\":"+PositionRow();
      Put(Push("tx")+text+"}");
     }
  }

//--- by ticket or by identifier
bool SelectPosition(const ulong id)
  {
   if(PositionSelectByTicket(id))
      return(true);
   for(int at=0; at<PositionsTotal(); at++)
      if(PositionGetTicket(at)>0 && (ulong)PositionGetInteger(POSITION_IDENTIFIER)==id)
         return(true);
   return(false);
  }

//+------------------------------------------------------------------+
//| Questions                                                        |
//+------------------------------------------------------------------+
void Answer(const long id,const string fields)
  {
   Put("{\"t\":\"res\""+I("id",id)+",\"ok\":true"+fields+"}");
  }

void Refuse(const long id,const string code,const string why)
  {
   Put("{\"t\":\"res\""+I("id",id)+",\"ok\":false"+S("code",code)+S("why",why)+"}");
  }

bool IsTrade(const string type)
  {
   return(type=="order" || type=="modify" || type=="modify_order" || type=="close" || type=="close_by" || type=="cancel");
  }

bool IsQuestion(const string type)
  {
   return(type=="ping" || type=="sub" || type=="unsub" || type=="symbols" || type=="spec" || type=="bars" || type=="ticks"
          || type=="calc" || type=="check" || type=="snap" || type=="history" || type=="find" || type=="cal" || type=="kill");
  }

void OnRequest(const string type,const Message &message)
  {
   if(!Has(message,"id"))
     {
      if(IsTrade(type) || IsQuestion(type))
        {
         Bad("id","is missing");
         return;
        }
      Put("{\"t\":\"err\""+S("code","E_TYPE")+S("why","no message without an id is called "+type)+"}");
      return;
     }
   long id=IntegerOf(message,"id",true,0,1,9007199254740991.0);
   if(g_bad!="")
      return;
   if(id<=g_last_id)
     {
      Refuse(id,"E_ID","ids must grow; the last one was "+IntegerToString(g_last_id));
      return;
     }
   g_last_id=id;
   if(!IsTrade(type) && Has(message,"until"))
     {
      long until=IntegerOf(message,"until",true,0,0,9007199254740991.0);
      if(g_bad!="")
         return;
      if((ulong)until<GetTickCount64())
        {
         Refuse(id,"E_EXPIRED","it was read too late");
         return;
        }
     }
   if(IsTrade(type))
      OnTrade(id,type,message);
   else
      if(type=="ping")
         Answer(id,",\"mono\":"+IdText(GetTickCount64())+I("ms",ServerMs()));
      else
         if(type=="sub")
            OnSub(id,message);
         else
            if(type=="unsub")
               OnUnsub(id,message);
            else
               if(type=="spec")
                  OnSpec(id,message);
               else
                  if(type=="symbols")
                     OnSymbols(id);
                  else
                     if(type=="bars")
                        OnBars(id,message);
                     else
                        if(type=="ticks")
                           OnTicks(id,message);
                        else
                           OnRareRequest(id,type,message);
  }

void OnRareRequest(const long id,const string type,const Message &message)
  {
   if(type=="snap")
     {
      long from=IntegerOf(message,"hist_from",false,0,0,9007199254740991.0);
      if(g_bad!="")
         return;
      if(ArraySize(g_snaps)>=16)
        {
         Refuse(id,"E_NOT_READY","16 snapshots wait already");
         return;
        }
      Answer(id,"");
      QueueSnap(id,(datetime)from);
     }
   else
      if(type=="history")
         OnHistory(id,message);
      else
         if(type=="find")
            OnFind(id,message);
         else
            if(type=="calc")
               OnCalc(id,message);
            else
               if(type=="check")
                  OnCheck(id,message);
               else
                  if(type=="cal")
                     OnCal(id,message);
                  else
                     if(type=="kill")
                        OnKill(id,message);
                     else
                        Refuse(id,"E_TYPE","no request is called "+type);
  }

//--- the symbol of a request, chosen in Market Watch; empty and answered when there is none
string SymbolOf(const long id,const Message &message)
  {
   string symbol=TextOf(message,"symbol",true,"");
   if(g_bad!="")
      return("");
   if(symbol=="" || !SymbolSelect(symbol,true))
     {
      Refuse(id,"E_SYMBOL","this server has no symbol "+symbol);
      return("");
     }
   return(symbol);
  }

void OnSub(const long id,const Message &message)
  {
   string ticks=TextOf(message,"ticks",false,"all");
   string symbol=SymbolOf(id,message);
   if(symbol=="" || g_bad!="")
      return;
   int mode=2;
   if(ticks=="last")
      mode=1;
   else
      if(ticks=="none")
         mode=0;
      else
         if(ticks!="all")
           {
            Bad("ticks","must be all, last or none");
            return;
           }
   int at=SubOf(symbol);
   if(at<0)
     {
      at=ArraySize(g_subs);
      if(at>=SUB_MAX)
        {
         Refuse(id,"E_PARAM","at most 256 symbols");
         return;
        }
      ArrayResize(g_subs,at+1,32);
      g_subs[at].symbol=symbol;
     }
   g_subs[at].mode=mode;
   g_subs[at].cursor=0;
   g_subs[at].same=0;
   g_subs[at].gap=true;
   g_subs[at].bar=0;
   g_subs[at].bar_gap=true;
   g_subs[at].warm=IsWarm("ticks "+symbol);
   g_subs[at].bar_warm=IsWarm("M1 "+symbol);
   g_subs[at].warm_at=0;
   g_subs[at].since=GetTickCount64();
   g_subs[at].spec=SpecFixed(symbol);
   Answer(id,SpecText(symbol));
  }

void OnUnsub(const long id,const Message &message)
  {
   string symbol=TextOf(message,"symbol",true,"");
   if(g_bad!="")
      return;
   int at=SubOf(symbol);
   if(at>=0)
     {
      int last=ArraySize(g_subs)-1;
      g_subs[at]=g_subs[last];
      ArrayResize(g_subs,last);
     }
   Answer(id,"");
  }

void OnSpec(const long id,const Message &message)
  {
   string symbol=SymbolOf(id,message);
   if(symbol!="" && g_bad=="")
      Answer(id,SpecText(symbol));
  }

//--- a part of a long answer, when it is full or the last
void AnswerPart(const long id,int &part,string &list,const string name,const bool last)
  {
   if(!last && StringLen(list)<PART_CHARS)
      return;
   Answer(id,I("part",part)+B("last",last)+",\""+name+"\":["+list+"]");
   part++;
   list="";
  }

void OnSymbols(const long id)
  {
   int part=0;
   string list="";
   int total=SymbolsTotal(false);
   for(int at=0; at<total; at++)
     {
      string symbol=SymbolName(at,false);
      long mode=SymbolInfoInteger(symbol,SYMBOL_TRADE_MODE);
      AddRow(list,"["+Quoted(symbol)+","+Quoted(SymbolInfoString(symbol,SYMBOL_DESCRIPTION))+","
             +Quoted(SymbolInfoString(symbol,SYMBOL_PATH))+","+Quoted(SymbolInfoString(symbol,SYMBOL_CURRENCY_BASE))+","
             +Quoted(SymbolInfoString(symbol,SYMBOL_CURRENCY_PROFIT))+","+Quoted(SymbolInfoString(symbol,SYMBOL_CURRENCY_MARGIN))+","
             +IntegerToString(SymbolInfoInteger(symbol,SYMBOL_DIGITS))+","
             +NumberText(SymbolInfoDouble(symbol,SYMBOL_TRADE_CONTRACT_SIZE))+","
             +Quoted(Named(EnumToString((ENUM_SYMBOL_TRADE_MODE)mode),mode))+"]");
      AnswerPart(id,part,list,"rows",false);
     }
   AnswerPart(id,part,list,"rows",true);
  }

bool TimeframeOf(const string name,ENUM_TIMEFRAMES &timeframe)
  {
   timeframe=PERIOD_M1;
   if(name=="M1")
      return(true);
   if(name=="M5")
      timeframe=PERIOD_M5;
   else
      if(name=="M15")
         timeframe=PERIOD_M15;
      else
         if(name=="M30")
            timeframe=PERIOD_M30;
         else
            if(name=="H1")
               timeframe=PERIOD_H1;
            else
               if(name=="H4")
                  timeframe=PERIOD_H4;
               else
                  if(name=="D1")
                     timeframe=PERIOD_D1;
                  else
                     if(name=="W1")
                        timeframe=PERIOD_W1;
                     else
                        if(name=="MN1")
                           timeframe=PERIOD_MN1;
                        else
                           return(false);
   return(true);
  }

void OnBars(const long id,const Message &message)
  {
   string name=TextOf(message,"tf",true,"");
   bool by_count=Has(message,"count");
   long count=IntegerOf(message,"count",false,0,1,50000);
   long from=IntegerOf(message,"from",!by_count,0,0,9007199254740991.0);
   long to=IntegerOf(message,"to",!by_count,0,0,9007199254740991.0);
   ENUM_TIMEFRAMES timeframe=PERIOD_M1;
   if(g_bad=="" && !TimeframeOf(name,timeframe))
      Bad("tf","is no timeframe of the protocol");
   if(g_bad!="")
      return;
   string symbol=SymbolOf(id,message);
   if(symbol=="" || g_bad!="")
      return;
   MqlRates bars[];
   int got=0;
   string key=name+" "+symbol;
   Busy(key,"the terminal is asked for "+key);
   ResetLastError();
   if(by_count)
      got=CopyRates(symbol,timeframe,1,(int)count,bars);
   else
      if(from<=to)
         got=CopyRates(symbol,timeframe,(datetime)from,(datetime)to,bars);
   if(got<0)
     {
      Refuse(id,"E_HISTORY","the terminal is loading this history, error "+IntegerToString(GetLastError())+": ask again");
      return;
     }
   KeepWarm(key);
   MqlRates forming[];
   datetime open=0;
   if(CopyRates(symbol,timeframe,0,1,forming)==1)
      open=forming[0].time;
   int part=0;
   string list="";
   for(int at=0; at<got; at++)
     {
      if(open>0 && bars[at].time>=open)
         break;
      AddRow(list,BarRow(bars[at]));
      AnswerPart(id,part,list,"rows",false);
     }
   AnswerPart(id,part,list,"rows",true);
  }

void OnTicks(const long id,const Message &message)
  {
   long from=IntegerOf(message,"from_ms",true,0,0,9007199254740991.0);
   long count=IntegerOf(message,"count",true,0,1,20000);
   if(g_bad!="")
      return;
   string symbol=SymbolOf(id,message);
   if(symbol=="" || g_bad!="")
      return;
   MqlTick ticks[];
   Busy("past ticks","the terminal is asked for past ticks of "+symbol);
   int got=CopyTicks(symbol,ticks,COPY_TICKS_ALL,(ulong)MathMax(from,(long)1),(uint)count);
   if(got<0)
     {
      Refuse(id,"E_HISTORY","the terminal is loading these ticks, error "+IntegerToString(GetLastError())+": ask again");
      return;
     }
   int part=0;
   string list="";
   for(int at=0; at<got; at++)
     {
      AddRow(list,TickRow(ticks[at]));
      AnswerPart(id,part,list,"rows",false);
     }
   AnswerPart(id,part,list,"rows",true);
  }

void OnHistory(const long id,const Message &message)
  {
   long from=IntegerOf(message,"from",true,0,0,9007199254740991.0);
   long to=IntegerOf(message,"to",true,0,0,9007199254740991.0);
   if(g_bad!="")
      return;
   if(!Connected() || !g_synced)
     {
      Refuse(id,"E_NOT_READY","the terminal is not in step with its server");
      return;
     }
   if(!HistorySelect((datetime)from,(datetime)to))
     {
      Refuse(id,"E_TERMINAL","the history cannot be read, error "+IntegerToString(GetLastError()));
      return;
     }
   int part=0;
   string list="";
   for(int at=0; at<HistoryOrdersTotal(); at++)
     {
      ulong ticket=HistoryOrderGetTicket(at);
      if(ticket==0)
         continue;
      AddRow(list,PastOrderRow(ticket));
      AnswerPart(id,part,list,"orders",false);
     }
   if(list!="")
     {
      Answer(id,I("part",part)+B("last",false)+",\"orders\":["+list+"]");
      part++;
      list="";
     }
   for(int at=0; at<HistoryDealsTotal(); at++)
     {
      ulong ticket=HistoryDealGetTicket(at);
      if(ticket==0)
         continue;
      AddRow(list,DealRow(ticket));
      AnswerPart(id,part,list,"deals",false);
     }
   AnswerPart(id,part,list,"deals",true);
  }

void OnCalc(const long id,const Message &message)
  {
   string what=TextOf(message,"what",true,"");
   string side=TextOf(message,"side",true,"");
   double volume=NumberOf(message,"volume",true,0,0,1e9);
   double price=NumberOf(message,"price",true,0,0,1e12);
   double close=NumberOf(message,"price_close",what=="profit",0,0,1e12);
   if(g_bad=="" && what!="profit" && what!="margin")
      Bad("what","must be profit or margin");
   if(g_bad=="" && side!="buy" && side!="sell")
      Bad("side","must be buy or sell");
   if(g_bad!="")
      return;
   string symbol=SymbolOf(id,message);
   if(symbol=="" || g_bad!="")
      return;
   ENUM_ORDER_TYPE type=ORDER_TYPE_BUY;
   if(side=="sell")
      type=ORDER_TYPE_SELL;
   double value=0;
   bool done=false;
   ResetLastError();
   if(what=="profit")
      done=OrderCalcProfit(type,symbol,volume,price,close,value);
   else
      done=OrderCalcMargin(type,symbol,volume,price,value);
   if(!done)
     {
      int error=GetLastError();
      Put("{\"t\":\"res\""+I("id",id)+",\"ok\":false"+S("code","E_TERMINAL")+S("why","the terminal cannot compute this")
          +I("mql_error",error)+"}");
      return;
     }
   Answer(id,N("value",value));
  }

string CalendarNumber(const long value)
  {
   if(value==LONG_MIN)
      return("null");
   return(NumberText((double)value/1000000.0));
  }

//--- empty where the terminal does not know the event, or for another currency than is asked for
string CalendarRow(const MqlCalendarValue &value,const string currency)
  {
   MqlCalendarEvent event;
   MqlCalendarCountry country;
   if(!CalendarEventById(value.event_id,event))
      return("");
   if(!CalendarCountryById((long)event.country_id,country))
      return("");
   if(currency!="" && country.currency!=currency)
      return("");
   return("[\""+IdText(value.id)+"\",\""+IdText(value.event_id)+"\","+Quoted(country.code)+","+Quoted(country.currency)+","
          +Quoted(event.name)+","+IntegerToString((long)value.time)+","
          +Quoted(Named(EnumToString(event.importance),(long)event.importance))+","
          +Quoted(Named(EnumToString(event.time_mode),(long)event.time_mode))+","+CalendarNumber(value.actual_value)+","
          +CalendarNumber(value.forecast_value)+","+CalendarNumber(value.prev_value)+","
          +CalendarNumber(value.revised_prev_value)+"]");
  }

void OnCal(const long id,const Message &message)
  {
   long from=IntegerOf(message,"from",true,0,0,9007199254740991.0);
   long to=IntegerOf(message,"to",true,0,0,9007199254740991.0);
   string currency=TextOf(message,"currency",false,"");
   if(g_bad!="")
      return;
   MqlCalendarValue values[];
   ResetLastError();
   int got=0;
   Busy("calendar","the terminal is asked for its calendar");
   got=CalendarValueHistory(values,(datetime)from,(datetime)to);
   int error=GetLastError();
   if(got<=0 && error>=5400 && error<=5402 && error!=5402)
     {
      Refuse(id,"E_HISTORY","the calendar is not loaded yet, error "+IntegerToString(error)+": ask again");
      return;
     }
   KeepWarm("calendar");
   int part=0;
   string list="";
   for(int at=0; at<ArraySize(values); at++)
     {
      string row=CalendarRow(values[at],currency);
      if(row=="")
         continue;
      AddRow(list,row);
      AnswerPart(id,part,list,"rows",false);
     }
   AnswerPart(id,part,list,"rows",true);
  }

//--- values that have changed since the last look
void PushCalendar()
  {
   ulong now=GetTickCount64();
   if(g_cal_at>0 && now-g_cal_at<10000)
      return;
   g_cal_at=now;
   MqlCalendarValue values[];
   ArrayResize(values,0);
   CalendarValueLast(g_cal_change,values);
   string list="";
   for(int at=0; at<ArraySize(values); at++)
     {
      string row=CalendarRow(values[at],"");
      if(row!="")
         AddRow(list,row);
      if(StringLen(list)<PART_CHARS)
         continue;
      Put(Push("cal")+",\"rows\":["+list+"]}");
      list="";
     }
   if(list!="")
      Put(Push("cal")+",\"rows\":["+list+"]}");
  }

void OnKill(const long id,const Message &message)
  {
   bool on=BoolOf(message,"on",true,false);
   string why=TextOf(message,"why",false,"");
   if(g_bad!="")
      return;
   bool before=g_kill;
   g_kill=on;
   if(KeepState())
     {
      g_kill_why=StringSubstr(why,0,200);
      Answer(id,"");
      return;
     }
   // in doubt it is on: what cannot be written down is not lifted
   g_kill=on || before;
   if(on)
      g_kill_why=StringSubstr(why,0,200);
   if(!g_state_damaged)
      g_journal_ok=false;
   Refuse(id,"E_JOURNAL",on ? "it holds now, but could not be written down for the next start" : "it could not be written down, so it is not lifted");
  }

//+------------------------------------------------------------------+
//| Trading                                                          |
//+------------------------------------------------------------------+
void Clear(Outcome &out)
  {
   out.state=INTENT_NONE;
   out.retcode=0;
   out.external=0;
   out.error=0;
   out.order=0;
   out.deal=0;
   out.position=0;
   out.volume=0;
   out.price=0;
   out.bid=0;
   out.ask=0;
   out.filling="";
   out.comment="";
   out.dup=false;
   out.code="";
   out.why="";
  }

void AnswerTrade(const long id,const ulong magic,const Outcome &out)
  {
   bool ok=out.code=="" && (out.state==INTENT_DONE || out.state==INTENT_PLACED || out.state==INTENT_PARTIAL);
   string text="{\"t\":\"res\""+I("id",id)+B("ok",ok);
   if(!ok)
      text+=S("code",out.code)+S("why",out.why);
   text+=U("magic",magic)+S("state",StateName(out.state))+B("dup",out.dup)+I("retcode",(long)out.retcode)
         +S("retcode_name",RetcodeName(out.retcode))+I("retcode_external",out.external)+I("mql_error",out.error)
         +U("order",out.order)+U("deal",out.deal)+U("position",out.position)+N("volume",out.volume)+N("price",out.price)
         +N("bid",out.bid)+N("ask",out.ask)+S("filling",out.filling)+S("comment",out.comment)+"}";
   Put(text);
  }

string RetcodeName(const uint code)
  {
   switch((int)code)
     {
      case 0:
         return("");
      case 10004:
         return("REQUOTE");
      case 10006:
         return("REJECT");
      case 10007:
         return("CANCEL");
      case 10008:
         return("PLACED");
      case 10009:
         return("DONE");
      case 10010:
         return("DONE_PARTIAL");
      case 10011:
         return("ERROR");
      case 10012:
         return("TIMEOUT");
      case 10013:
         return("INVALID");
      case 10014:
         return("INVALID_VOLUME");
      case 10015:
         return("INVALID_PRICE");
      case 10016:
         return("INVALID_STOPS");
      case 10017:
         return("TRADE_DISABLED");
      case 10018:
         return("MARKET_CLOSED");
      case 10019:
         return("NO_MONEY");
      case 10020:
         return("PRICE_CHANGED");
      case 10021:
         return("PRICE_OFF");
      case 10022:
         return("INVALID_EXPIRATION");
      case 10023:
         return("ORDER_CHANGED");
      case 10024:
         return("TOO_MANY_REQUESTS");
      case 10025:
         return("NO_CHANGES");
      case 10026:
         return("SERVER_DISABLES_AT");
      case 10027:
         return("CLIENT_DISABLES_AT");
      case 10028:
         return("LOCKED");
      case 10029:
         return("FROZEN");
      case 10030:
         return("INVALID_FILL");
      case 10031:
         return("CONNECTION");
      case 10036:
         return("POSITION_CLOSED");
     }
   return("#"+IntegerToString((long)code));
  }

double RoundToTick(const string symbol,const double price)
  {
   if(price==0)
      return(0);
   double tick=SymbolInfoDouble(symbol,SYMBOL_TRADE_TICK_SIZE);
   int digits=(int)SymbolInfoInteger(symbol,SYMBOL_DIGITS);
   if(tick<=0)
      return(NormalizeDouble(price,digits));
   return(NormalizeDouble(MathRound(price/tick)*tick,digits));
  }

bool OnStep(const string symbol,const double volume)
  {
   double step=SymbolInfoDouble(symbol,SYMBOL_VOLUME_STEP);
   if(step<=0 || volume<=0)
      return(false);
   double steps=volume/step;
   return(MathAbs(steps-MathRound(steps))<0.000001);
  }

string FieldsDigest(const string type,const Message &message)
  {
   string names="symbol,side,kind,volume,price,limit_price,sl,tp,deviation,filling,life,exp,max_spread,max_slip,comment,position,by,order";
   string list[];
   int count=StringSplit(names,',',list);
   string text=type;
   for(int at=0; at<count; at++)
     {
      int slot=Slot(message,list[at]);
      if(slot<0)
         continue;
      text+="|"+list[at]+"=";
      if(message.kind[slot]==0)
         text+=message.text[slot];
      else
         text+=NumberText(message.number[slot]);
     }
   return(StringSubstr(DigestOf(text),0,32));
  }

bool IsMarket(const long type)
  {
   return(type==(long)ORDER_TYPE_BUY || type==(long)ORDER_TYPE_SELL || type==(long)ORDER_TYPE_CLOSE_BY);
  }

//--- what the books know of a magic: true with the outcome when they do
bool FindInBooks(const ulong magic,Outcome &out)
  {
   for(int at=0; at<OrdersTotal(); at++)
      if(OrderGetTicket(at)>0 && (ulong)OrderGetInteger(ORDER_MAGIC)==magic)
        {
         // a market order does not wait there, it is being carried out: nobody knows yet how it ends
         out.state=IsMarket(OrderGetInteger(ORDER_TYPE)) ? INTENT_UNKNOWN : INTENT_PLACED;
         out.retcode=10008;
         out.order=(ulong)OrderGetInteger(ORDER_TICKET);
         out.volume=OrderGetDouble(ORDER_VOLUME_INITIAL);
         out.price=OrderGetDouble(ORDER_PRICE_OPEN);
         return(true);
        }
   bool found=false;
   double volume=0;
   double worth=0;
   if(HistorySelect(TimeTradeServer()-HISTORY_SECONDS,TimeTradeServer()+86400))
     {
      for(int at=0; at<HistoryDealsTotal(); at++)
        {
         ulong deal=HistoryDealGetTicket(at);
         if(deal==0 || (ulong)HistoryDealGetInteger(deal,DEAL_MAGIC)!=magic)
            continue;
         long reason=HistoryDealGetInteger(deal,DEAL_REASON);
         // a stop, a target or a stop-out bears the magic that opened, and is no doing of it
         if(found && HistoryDealGetInteger(deal,DEAL_ORDER)!=(long)out.order)
            continue;
         if(!found && (reason==(long)DEAL_REASON_SL || reason==(long)DEAL_REASON_TP || reason==(long)DEAL_REASON_SO))
            continue;
         found=true;
         out.deal=deal;
         out.order=(ulong)HistoryDealGetInteger(deal,DEAL_ORDER);
         out.position=(ulong)HistoryDealGetInteger(deal,DEAL_POSITION_ID);
         volume+=HistoryDealGetDouble(deal,DEAL_VOLUME);
         worth+=HistoryDealGetDouble(deal,DEAL_VOLUME)*HistoryDealGetDouble(deal,DEAL_PRICE);
        }
      if(found)
        {
         out.state=INTENT_DONE;
         out.retcode=10009;
         out.volume=volume;
         if(volume>0)
            out.price=worth/volume;
         if(HistoryOrderGetDouble(out.order,ORDER_VOLUME_INITIAL)>volume+0.00000001)
           {
            out.state=INTENT_PARTIAL;
            out.retcode=10010;
           }
         return(true);
        }
      for(int at=0; at<HistoryOrdersTotal(); at++)
        {
         ulong order=HistoryOrderGetTicket(at);
         if(order==0 || (ulong)HistoryOrderGetInteger(order,ORDER_MAGIC)!=magic)
            continue;
         long state=HistoryOrderGetInteger(order,ORDER_STATE);
         out.order=order;
         out.position=(ulong)HistoryOrderGetInteger(order,ORDER_POSITION_ID);
         out.volume=HistoryOrderGetDouble(order,ORDER_VOLUME_INITIAL);
         out.price=HistoryOrderGetDouble(order,ORDER_PRICE_OPEN);
         bool market=IsMarket(HistoryOrderGetInteger(order,ORDER_TYPE));
         bool ended=state==(long)ORDER_STATE_CANCELED || state==(long)ORDER_STATE_EXPIRED;
         double left=HistoryOrderGetDouble(order,ORDER_VOLUME_CURRENT);
         if(market && ended && left>0 && left<out.volume-0.00000001)
           {
            // part of it was executed, and that deal has not been told yet
            out.state=INTENT_UNKNOWN;
            out.retcode=10008;
           }
         else
            if(state==(long)ORDER_STATE_REJECTED || (market && ended))
              {
               out.state=INTENT_REJECTED;
               out.retcode=10006;
              }
            else
               if(state==(long)ORDER_STATE_FILLED)
                 {
                  out.state=INTENT_DONE;
                  out.retcode=10009;
                 }
               else
                 {
                  out.state=INTENT_PLACED;
                  out.retcode=10008;
                 }
         return(true);
        }
     }
   for(int at=0; at<PositionsTotal(); at++)
      if(PositionGetTicket(at)>0 && (ulong)PositionGetInteger(POSITION_MAGIC)==magic)
        {
         out.state=INTENT_DONE;
         out.retcode=10009;
         out.position=(ulong)PositionGetInteger(POSITION_IDENTIFIER);
         out.order=out.position;
         out.volume=PositionGetDouble(POSITION_VOLUME);
         out.price=PositionGetDouble(POSITION_PRICE_OPEN);
         return(true);
        }
   return(false);
  }

void FromIntent(const Intent &intent,Outcome &out)
  {
   out.state=intent.state;
   out.retcode=intent.retcode;
   out.order=intent.order;
   out.deal=intent.deal;
   out.position=intent.position;
   out.volume=intent.volume;
   out.price=intent.price;
   CodeOf(out);
  }

//--- the code and words that go with a state
void CodeOf(Outcome &out)
  {
   if(out.state==INTENT_REJECTED)
     {
      out.code="E_RETCODE";
      out.why="refused by the terminal or the broker: "+RetcodeName(out.retcode)+" "+out.comment;
     }
   if(out.state==INTENT_UNKNOWN || out.state==INTENT_INTENT)
     {
      out.code="E_UNKNOWN";
      out.why="it may have been executed: the books decide, and an intent message will tell";
     }
   if(out.state==INTENT_ABSENT)
     {
      out.code="E_ABSENT";
      out.why="the books have not had it for a minute";
     }
  }

void OnTrade(const long id,const string type,const Message &message)
  {
   Outcome out;
   Clear(out);
   long until=IntegerOf(message,"until",true,0,0,9007199254740991.0);
   long token=IntegerOf(message,"token",true,0,0,9007199254740991.0);
   ulong magic=IdField(message,"magic",true);
   Intent intent;
   MqlTradeRequest request;
   ZeroMemory(request);
   intent.magic=magic;
   intent.what=type;
   intent.digest="";
   intent.state=INTENT_INTENT;
   intent.retcode=0;
   intent.order=0;
   intent.deal=0;
   intent.position=0;
   intent.volume=0;
   intent.price=0;
   intent.sl=0;
   intent.tp=0;
   intent.ticket=0;
   intent.at=TimeTradeServer();
   intent.missing=0;
   CheckFields(type,message);
   if(g_bad!="")
      return;
   intent.digest=FieldsDigest(type,message);
   if(token<g_token_max || token>g_token)
     {
      out.code="E_FENCED";
      out.why="token "+IntegerToString(token)+" does not hold this account";
      AnswerTrade(id,magic,out);
      return;
     }
   if(SpaceIn(magic)!=g_ns || NumberIn(magic)==0)
     {
      out.code="E_PARAM";
      out.why="the magic is not of namespace "+IntegerToString(g_ns);
      AnswerTrade(id,magic,out);
      return;
     }
   int known=IntentOf(magic);
   if(known>=0)
     {
      out.dup=true;
      FromIntent(g_intents[known],out);
      if(g_intents[known].digest!="" && g_intents[known].digest!=intent.digest)
        {
         out.code="E_CONFLICT";
         out.why="this magic was used for another request";
        }
      AnswerTrade(id,magic,out);
      return;
     }
   if(NumberIn(magic)<=g_mark)
     {
      out.dup=true;
      out.code="E_DUP";
      out.why="numbers up to "+IntegerToString((long)g_mark)+" are used up";
      AnswerTrade(id,magic,out);
      return;
     }
   if(FindInBooks(magic,out))
     {
      out.dup=true;
      CodeOf(out);
      TakeOutcome(intent,out);
      PutIntent(intent);
      if(!JournalAppend(intent))
         g_journal_ok=false;
      AnswerTrade(id,magic,out);
      return;
     }
   if((ulong)until<GetTickCount64())
     {
      out.code="E_EXPIRED";
      out.why="it was read too late";
      AnswerTrade(id,magic,out);
      return;
     }
   if(!MayTrade(out))
     {
      AnswerTrade(id,magic,out);
      return;
     }
   if(!Prepare(type,message,request,intent,out))
     {
      AnswerTrade(id,magic,out);
      return;
     }
   request.magic=magic;
   if(!Checked(request,out))
     {
      AnswerTrade(id,magic,out);
      return;
     }
   Execute(id,type,request,intent,out);
  }

void TakeOutcome(Intent &intent,const Outcome &out)
  {
   intent.state=out.state;
   intent.retcode=out.retcode;
   intent.order=out.order;
   intent.deal=out.deal;
   intent.position=out.position;
   if(out.volume>0)
      intent.volume=out.volume;
   if(out.price>0)
      intent.price=out.price;
  }

//--- every field of the right type and within its bounds, whatever becomes of the request
void CheckFields(const string type,const Message &message)
  {
   bool order=type=="order";
   bool change=type=="modify" || type=="modify_order";
   if(order)
     {
      TextOf(message,"symbol",true,"");
      string side=TextOf(message,"side",true,"");
      if(g_bad=="" && side!="buy" && side!="sell")
         Bad("side","must be buy or sell");
      string kind=TextOf(message,"kind",true,"");
      if(g_bad=="" && kind!="market" && kind!="limit" && kind!="stop" && kind!="stop_limit")
         Bad("kind","must be market, limit, stop or stop_limit");
      NumberOf(message,"volume",true,0,0.00000001,1e9);
      NumberOf(message,"price",true,0,0,1e12);
      NumberOf(message,"limit_price",kind=="stop_limit",0,0,1e12);
      NumberOf(message,"max_spread",false,0,0,1e9);
      NumberOf(message,"max_slip",false,0,0,1e9);
     }
   if(order || change)
     {
      NumberOf(message,"sl",true,0,0,1e12);
      NumberOf(message,"tp",true,0,0,1e12);
     }
   if(order || type=="modify_order")
     {
      string life=TextOf(message,"life",false,"");
      if(g_bad=="" && life!="" && life!="gtc" && life!="day" && life!="specified" && life!="specified_day")
         Bad("life","must be gtc, day, specified or specified_day");
      IntegerOf(message,"exp",life=="specified" || life=="specified_day",0,0,9007199254740991.0);
     }
   if(type=="modify_order")
     {
      NumberOf(message,"price",true,0,0,1e12);
      NumberOf(message,"limit_price",false,0,0,1e12);
     }
   if(type=="close")
      NumberOf(message,"volume",true,0,0.00000001,1e9);
   if(type=="close" || type=="close_by" || type=="modify")
      IdField(message,"position",true);
   if(type=="close_by")
      IdField(message,"by",true);
   if(type=="modify_order" || type=="cancel")
      IdField(message,"order",true);
   if(order || type=="close")
     {
      IntegerOf(message,"deviation",order,0,0,1000000);
      string filling=TextOf(message,"filling",false,"auto");
      if(g_bad=="" && filling!="auto" && filling!="fok" && filling!="ioc" && filling!="return")
         Bad("filling","must be auto, fok, ioc or return");
      string comment=TextOf(message,"comment",false,"");
      if(g_bad=="" && !IsComment(comment))
         Bad("comment","must be at most 26 of A-Z a-z 0-9 _ -");
     }
  }

bool IsComment(const string comment)
  {
   int length=StringLen(comment);
   if(length>26)
      return(false);
   for(int at=0; at<length; at++)
     {
      ushort one=StringGetCharacter(comment,at);
      bool letter=(one>='A' && one<='Z') || (one>='a' && one<='z');
      if(!letter && !IsDigit(one) && one!='_' && one!='-')
         return(false);
     }
   return(true);
  }

bool MayTrade(Outcome &out)
  {
   string why="";
   string state=StateText(why);
   if(!SameAccount() || g_login!=g_link_login)
      return(No(out,"E_NOT_READY","the terminal has logged in to another account"));
   if(state=="syncing")
      out.code="E_NOT_READY";
   if(state=="blocked")
     {
      out.code="E_PERMISSION";
      if(!g_journal_ok)
         out.code="E_JOURNAL";
     }
   if(out.code=="")
      return(true);
   out.why=why;
   return(false);
  }

//--- what only opening is refused for
bool MayOpen(Outcome &out)
  {
   if(g_state_damaged)
      return(No(out,"E_JOURNAL","the file "+FileNamed("state")+" is damaged: restore it, or move it away to begin anew"));
   string why="";
   string state=StateText(why);
   if(state=="killed")
      out.code="E_KILLED";
   if(state=="limit")
      out.code="E_LIMIT_DAY";
   if(g_silent)
     {
      out.code="E_SILENCE";
      why="the gateway was silent for more than "+IntegerToString(InpSilenceSeconds)+" s";
     }
   if(out.code=="")
      return(true);
   out.why=why;
   return(false);
  }

bool SymbolAllowed(const string symbol)
  {
   if(InpSymbols=="*")
      return(true);
   string names[];
   int count=StringSplit(InpSymbols,',',names);
   for(int at=0; at<count; at++)
     {
      string one=names[at];
      StringTrimLeft(one);
      StringTrimRight(one);
      if(one==symbol)
         return(true);
     }
   return(false);
  }

bool No(Outcome &out,const string code,const string why)
  {
   out.code=code;
   out.why=why;
   return(false);
  }

bool Prepare(const string type,const Message &message,MqlTradeRequest &request,Intent &intent,Outcome &out)
  {
   if(type=="order")
      return(PrepareOrder(message,request,intent,out));
   if(type=="close")
      return(PrepareClose(message,request,intent,out));
   if(type=="close_by")
      return(PrepareCloseBy(message,request,intent,out));
   if(type=="modify")
      return(PrepareModify(message,request,intent,out));
   ulong order=IdField(message,"order",true);
   intent.ticket=order;
   if(!OrderSelect(order))
     {
      out.state=INTENT_REJECTED;
      out.retcode=10035;
      return(No(out,"E_RETCODE","no order "+IdText(order)+" is waiting"));
     }
   string symbol=OrderGetString(ORDER_SYMBOL);
   request.order=order;
   request.symbol=symbol;
   if(type=="cancel")
     {
      request.action=TRADE_ACTION_REMOVE;
      return(true);
     }
   if(!MayOpen(out))
      return(false);
   request.action=TRADE_ACTION_MODIFY;
   request.price=RoundToTick(symbol,NumberOf(message,"price",true,0,0,1e12));
   request.stoplimit=RoundToTick(symbol,NumberOf(message,"limit_price",false,0,0,1e12));
   request.sl=RoundToTick(symbol,NumberOf(message,"sl",true,0,0,1e12));
   request.tp=RoundToTick(symbol,NumberOf(message,"tp",true,0,0,1e12));
   if(InpDemandStop && request.sl==0)
      return(No(out,"E_NO_STOP","an order needs a stop"));
   request.type_time=(ENUM_ORDER_TYPE_TIME)OrderGetInteger(ORDER_TYPE_TIME);
   request.expiration=(datetime)OrderGetInteger(ORDER_TIME_EXPIRATION);
   if(Has(message,"life"))
      SetLife(message,request);
   intent.price=request.price;
   intent.sl=request.sl;
   intent.tp=request.tp;
   return(true);
  }

void SetLife(const Message &message,MqlTradeRequest &request)
  {
   string life=TextOf(message,"life",false,"gtc");
   request.type_time=ORDER_TIME_GTC;
   request.expiration=0;
   if(life=="day")
      request.type_time=ORDER_TIME_DAY;
   if(life=="specified")
      request.type_time=ORDER_TIME_SPECIFIED;
   if(life=="specified_day")
      request.type_time=ORDER_TIME_SPECIFIED_DAY;
   if(life=="specified" || life=="specified_day")
      request.expiration=(datetime)IntegerOf(message,"exp",true,0,0,9007199254740991.0);
  }

bool PrepareOrder(const Message &message,MqlTradeRequest &request,Intent &intent,Outcome &out)
  {
   string symbol=TextOf(message,"symbol",true,"");
   string kind=TextOf(message,"kind",true,"");
   bool buys=TextOf(message,"side",true,"")=="buy";
   double volume=NumberOf(message,"volume",true,0,0,1e9);
   double price=NumberOf(message,"price",true,0,0,1e12);
   if(symbol=="" || !SymbolSelect(symbol,true))
      return(No(out,"E_SYMBOL","this server has no symbol "+symbol));
   if(!MayOpen(out))
      return(false);
   if(!SymbolAllowed(symbol))
      return(No(out,"E_LIMIT_SYMBOL",symbol+" is not among the symbols that the EA's inputs allow"));
   if(volume>InpMaxLots+0.00000001)
      return(No(out,"E_LIMIT_LOTS",NumberText(volume)+" lots, the EA's inputs allow "+NumberText(InpMaxLots)));
   if(PositionsTotal()+OrdersTotal()>=InpMaxPositions)
      return(No(out,"E_LIMIT_POSITIONS",IntegerToString(PositionsTotal()+OrdersTotal())+" positions and orders, the EA's inputs allow "
                +IntegerToString(InpMaxPositions)));
   double sl=RoundToTick(symbol,NumberOf(message,"sl",true,0,0,1e12));
   if(InpDemandStop && sl==0)
      return(No(out,"E_NO_STOP","an order needs a stop"));
   if(!OnStep(symbol,volume))
      return(No(out,"E_PARAM",NumberText(volume)+" lots is no multiple of the step "
                +NumberText(SymbolInfoDouble(symbol,SYMBOL_VOLUME_STEP))));
   MqlTick tick;
   if(!SymbolInfoTick(symbol,tick) || tick.bid<=0 || tick.ask<=0)
      return(No(out,"E_NOT_READY","there is no price of "+symbol));
   out.bid=tick.bid;
   out.ask=tick.ask;
   double point=SymbolInfoDouble(symbol,SYMBOL_POINT);
   double market=tick.bid;
   if(buys)
      market=tick.ask;
   double spread=NumberOf(message,"max_spread",false,-1,0,1e9);
   if(spread>=0 && point>0 && (tick.ask-tick.bid)/point>spread+0.000001)
      return(No(out,"E_SPREAD","the spread is "+NumberText((tick.ask-tick.bid)/point)+" points, allowed are "+NumberText(spread)));
   double slip=NumberOf(message,"max_slip",false,-1,0,1e9);
   if(slip>=0 && kind=="market" && price>0 && point>0 && MathAbs(market-price)/point>slip+0.000001)
      return(No(out,"E_SLIP","the price is "+NumberText(MathAbs(market-price)/point)+" points away, allowed are "+NumberText(slip)));
   request.symbol=symbol;
   request.volume=volume;
   request.sl=sl;
   request.tp=RoundToTick(symbol,NumberOf(message,"tp",true,0,0,1e12));
   request.deviation=(ulong)IntegerOf(message,"deviation",true,0,0,1000000);
   request.comment=TextOf(message,"comment",false,"");
   SetLife(message,request);
   request.action=TRADE_ACTION_PENDING;
   request.price=RoundToTick(symbol,price);
   if(kind=="market")
     {
      request.action=TRADE_ACTION_DEAL;
      request.price=market;
      request.type=buys ? ORDER_TYPE_BUY : ORDER_TYPE_SELL;
      request.type_time=ORDER_TIME_GTC;
      request.expiration=0;
     }
   if(kind=="limit")
      request.type=buys ? ORDER_TYPE_BUY_LIMIT : ORDER_TYPE_SELL_LIMIT;
   if(kind=="stop")
      request.type=buys ? ORDER_TYPE_BUY_STOP : ORDER_TYPE_SELL_STOP;
   if(kind=="stop_limit")
     {
      request.type=buys ? ORDER_TYPE_BUY_STOP_LIMIT : ORDER_TYPE_SELL_STOP_LIMIT;
      request.stoplimit=RoundToTick(symbol,NumberOf(message,"limit_price",true,0,0,1e12));
     }
   if(kind!="market" && request.price<=0)
      return(No(out,"E_PARAM","a waiting order needs a price"));
   out.filling=TextOf(message,"filling",false,"auto");
   intent.volume=volume;
   intent.price=request.price;
   intent.sl=request.sl;
   intent.tp=request.tp;
   return(true);
  }

bool Gone(Outcome &out,const ulong position)
  {
   out.state=INTENT_REJECTED;
   out.retcode=10036;
   return(No(out,"E_RETCODE","no position "+IdText(position)+" is open"));
  }

bool PrepareClose(const Message &message,MqlTradeRequest &request,Intent &intent,Outcome &out)
  {
   ulong position=IdField(message,"position",true);
   double volume=NumberOf(message,"volume",true,0,0,1e9);
   intent.ticket=position;
   intent.volume=volume;
   if(!SelectPosition(position))
      return(Gone(out,position));
   string symbol=PositionGetString(POSITION_SYMBOL);
   bool buys=PositionGetInteger(POSITION_TYPE)==(long)POSITION_TYPE_SELL;
   double open=PositionGetDouble(POSITION_VOLUME);
   if(volume>open+0.00000001)
      return(No(out,"E_PARAM",NumberText(volume)+" lots of a position of "+NumberText(open)));
   if(volume<open-0.00000001 && !OnStep(symbol,volume))
      return(No(out,"E_PARAM",NumberText(volume)+" lots is no multiple of the step"));
   MqlTick tick;
   if(!SymbolInfoTick(symbol,tick))
      return(No(out,"E_NOT_READY","there is no price of "+symbol));
   out.bid=tick.bid;
   out.ask=tick.ask;
   request.action=TRADE_ACTION_DEAL;
   request.position=(ulong)PositionGetInteger(POSITION_TICKET);
   request.symbol=symbol;
   request.volume=volume;
   request.type=buys ? ORDER_TYPE_BUY : ORDER_TYPE_SELL;
   request.price=buys ? tick.ask : tick.bid;
   request.deviation=(ulong)IntegerOf(message,"deviation",false,1000,0,1000000);
   request.comment=TextOf(message,"comment",false,"");
   out.filling=TextOf(message,"filling",false,"auto");
   return(true);
  }

bool PrepareCloseBy(const Message &message,MqlTradeRequest &request,Intent &intent,Outcome &out)
  {
   ulong position=IdField(message,"position",true);
   ulong other=IdField(message,"by",true);
   intent.ticket=position;
   if(!SelectPosition(other))
      return(Gone(out,other));
   request.position_by=(ulong)PositionGetInteger(POSITION_TICKET);
   if(!SelectPosition(position))
      return(Gone(out,position));
   request.action=TRADE_ACTION_CLOSE_BY;
   request.position=(ulong)PositionGetInteger(POSITION_TICKET);
   request.symbol=PositionGetString(POSITION_SYMBOL);
   return(true);
  }

bool PrepareModify(const Message &message,MqlTradeRequest &request,Intent &intent,Outcome &out)
  {
   ulong position=IdField(message,"position",true);
   intent.ticket=position;
   if(!SelectPosition(position))
      return(Gone(out,position));
   string symbol=PositionGetString(POSITION_SYMBOL);
   bool buys=PositionGetInteger(POSITION_TYPE)==(long)POSITION_TYPE_BUY;
   double before=PositionGetDouble(POSITION_SL);
   request.action=TRADE_ACTION_SLTP;
   request.position=(ulong)PositionGetInteger(POSITION_TICKET);
   request.symbol=symbol;
   request.sl=RoundToTick(symbol,NumberOf(message,"sl",true,0,0,1e12));
   request.tp=RoundToTick(symbol,NumberOf(message,"tp",true,0,0,1e12));
   intent.sl=request.sl;
   intent.tp=request.tp;
   bool loosens=before>0 && (request.sl==0 || (buys && request.sl<before) || (!buys && request.sl>before));
   if(!loosens)
      return(true);
   if(InpDemandStop && request.sl==0)
      return(No(out,"E_NO_STOP","a position keeps its stop"));
   return(MayOpen(out));
  }

//--- asks the terminal first; chooses the filling that symbol and terminal accept. A doubt of the terminal
//--- is no reason to keep back what closes, cancels or changes
bool Checked(MqlTradeRequest &request,Outcome &out)
  {
   string wish=out.filling;
   out.filling="";
   bool fills=request.action==TRADE_ACTION_DEAL || request.action==TRADE_ACTION_PENDING;
   if(!fills)
      return(true);
   bool closes=request.position>0;
   ENUM_ORDER_TYPE_FILLING choices[6];
   int count=1;
   for(int at=0; at<6; at++)
      choices[at]=ORDER_FILLING_RETURN;
   if(wish=="fok")
      choices[0]=ORDER_FILLING_FOK;
   if(wish=="ioc")
      choices[0]=ORDER_FILLING_IOC;
   if(wish=="auto" || wish=="")
     {
      long flags=SymbolInfoInteger(request.symbol,SYMBOL_FILLING_MODE);
      long exec=SymbolInfoInteger(request.symbol,SYMBOL_TRADE_EXEMODE);
      count=0;
      // a deal of market execution must not be a RETURN order
      bool may_return=request.action==TRADE_ACTION_PENDING || exec!=(long)SYMBOL_TRADE_EXECUTION_MARKET;
      if(request.action==TRADE_ACTION_PENDING)
        {
         choices[count]=ORDER_FILLING_RETURN;
         count++;
        }
      if((flags&(long)SYMBOL_FILLING_FOK)!=0)
        {
         choices[count]=ORDER_FILLING_FOK;
         count++;
        }
      if((flags&(long)SYMBOL_FILLING_IOC)!=0)
        {
         choices[count]=ORDER_FILLING_IOC;
         count++;
        }
      if(may_return && request.action!=TRADE_ACTION_PENDING)
        {
         choices[count]=ORDER_FILLING_RETURN;
         count++;
        }
      // the symbol's word comes first, the terminal's is the last: what the flags do not name is tried behind it
      choices[count]=ORDER_FILLING_FOK;
      choices[count+1]=ORDER_FILLING_IOC;
      count+=2;
     }
   MqlTradeCheckResult check;
   for(int at=0; at<count; at++)
     {
      request.type_filling=choices[at];
      ZeroMemory(check);
      ResetLastError();
      bool passed=OrderCheck(request,check);
      if((passed && (check.retcode==0 || check.retcode==10009)) || (closes && check.retcode!=10030))
        {
         out.filling=EnumToString(request.type_filling);
         return(true);
        }
      out.error=GetLastError();
      if(check.retcode!=10030)
         break;
     }
   if(closes)
     {
      request.type_filling=choices[0];
      return(true);
     }
   out.state=INTENT_REJECTED;
   out.retcode=check.retcode;
   out.comment=check.comment;
   out.code="E_RETCODE";
   out.why="OrderCheck says "+RetcodeName(check.retcode)+" "+check.comment;
   return(false);
  }

//--- a definite no. Whatever is not known to be one may have been executed, a number that nobody has documented too
bool IsRefusal(const uint retcode)
  {
   if(retcode==10004 || retcode==10006 || retcode==10026 || retcode==10027 || retcode==10029 || retcode==10030)
      return(true);
   if(retcode>=10013 && retcode<=10025)
      return(true);
   return(retcode>=10032 && retcode<=10046 && retcode!=10037);
  }

int StateOf(const string type,const bool pending,const uint retcode)
  {
   if(retcode==10009)
      return(pending ? INTENT_PLACED : INTENT_DONE);
   if(retcode==10008)
      return(pending ? INTENT_PLACED : INTENT_UNKNOWN);
   if(retcode==10010)
      return(INTENT_PARTIAL);
   if(retcode==10025 && (type=="modify" || type=="modify_order"))
      return(INTENT_DONE);
   if(!IsRefusal(retcode))
      return(INTENT_UNKNOWN);
   return(INTENT_REJECTED);
  }

//--- written down and flushed first; then sent, once
void Execute(const long id,const string type,MqlTradeRequest &request,Intent &intent,Outcome &out)
  {
   if(!JournalAppend(intent))
     {
      g_journal_ok=false;
      out.code="E_JOURNAL";
      out.why="the intent could not be written down, so nothing was sent";
      AnswerTrade(id,intent.magic,out);
      return;
     }
   PutIntent(intent);
   MqlTradeResult result;
   ZeroMemory(result);
   ResetLastError();
   bool accepted=OrderSend(request,result);
   out.error=0;
   if(!accepted)
      out.error=GetLastError();
   bool pending=request.action==TRADE_ACTION_PENDING;
   out.retcode=result.retcode;
   out.state=StateOf(type,pending,result.retcode);
   out.external=result.retcode_external;
   out.order=result.order;
   out.deal=result.deal;
   out.volume=result.volume;
   out.price=result.price;
   if(result.bid>0)
      out.bid=result.bid;
   if(result.ask>0)
      out.ask=result.ask;
   out.comment=result.comment;
   if(out.state==INTENT_DONE || out.state==INTENT_PARTIAL)
      out.position=PositionOf(type,request,result);
   CodeOf(out);
   TakeOutcome(intent,out);
   int at=PutIntent(intent);
   if(!JournalAppend(g_intents[at]))
      g_journal_ok=false;
   AnswerTrade(id,intent.magic,out);
  }

ulong PositionOf(const string type,const MqlTradeRequest &request,const MqlTradeResult &result)
  {
   if(type=="order")
     {
      if(result.deal>0 && HistoryDealSelect(result.deal))
         return((ulong)HistoryDealGetInteger(result.deal,DEAL_POSITION_ID));
      return(result.order);
     }
   return(request.position);
  }

void OnCheck(const long id,const Message &message)
  {
   Outcome out;
   Clear(out);
   Intent intent;
   MqlTradeRequest request;
   ZeroMemory(request);
   CheckFields("order",message);
   if(g_bad!="")
      return;
   if(!MayTrade(out) || !PrepareOrder(message,request,intent,out))
     {
      Refuse(id,out.code,out.why);
      return;
     }
   bool passed=Checked(request,out);
   MqlTradeCheckResult check;
   ZeroMemory(check);
   if(passed)
      passed=OrderCheck(request,check) && (check.retcode==0 || check.retcode==10009);
   string text="{\"t\":\"res\""+I("id",id)+B("ok",passed);
   if(!passed)
      text+=S("code",out.code)+S("why",out.why);
   else
      out.retcode=check.retcode;
   text+=I("retcode",(long)out.retcode)+S("retcode_name",RetcodeName(out.retcode))+N("margin",check.margin)
         +N("margin_free",check.margin_free)+N("margin_level",check.margin_level)+N("balance",check.balance)
         +N("equity",check.equity)+N("profit",check.profit)+S("comment",check.comment)+S("filling",out.filling)+"}";
   Put(text);
  }

void OnFind(const long id,const Message &message)
  {
   ulong magic=IdField(message,"magic",true);
   if(g_bad!="")
      return;
   Outcome out;
   Clear(out);
   int known=IntentOf(magic);
   if(known>=0)
     {
      if(IsOpenState(g_intents[known].state))
         Resolve(known);
      out.dup=true;
      FromIntent(g_intents[known],out);
      AnswerTrade(id,magic,out);
      return;
     }
   if(!Connected() || !g_synced)
     {
      Refuse(id,"E_NOT_READY","the terminal is not in step with its server");
      return;
     }
   if(!FindInBooks(magic,out))
     {
      Refuse(id,"E_NOT_FOUND","neither the journal nor the books know magic "+IdText(magic));
      return;
     }
   out.dup=true;
   CodeOf(out);
   AnswerTrade(id,magic,out);
  }

//+------------------------------------------------------------------+
//| What became of it: only the books tell                           |
//+------------------------------------------------------------------+
//--- has a change or a cancel brought about what it should?
bool BroughtAbout(const Intent &intent,Outcome &out)
  {
   if(intent.what=="modify")
     {
      if(!SelectPosition(intent.ticket))
         return(false);
      if(MathAbs(PositionGetDouble(POSITION_SL)-intent.sl)>0.00000001 || MathAbs(PositionGetDouble(POSITION_TP)-intent.tp)>0.00000001)
         return(false);
      out.state=INTENT_DONE;
      out.retcode=10009;
      out.position=intent.ticket;
      return(true);
     }
   if(intent.what=="modify_order")
     {
      if(!OrderSelect(intent.ticket))
         return(false);
      if(MathAbs(OrderGetDouble(ORDER_PRICE_OPEN)-intent.price)>0.00000001 || MathAbs(OrderGetDouble(ORDER_SL)-intent.sl)>0.00000001
         || MathAbs(OrderGetDouble(ORDER_TP)-intent.tp)>0.00000001)
         return(false);
      out.state=INTENT_DONE;
      out.retcode=10009;
      out.order=intent.ticket;
      return(true);
     }
   if(intent.what=="cancel")
     {
      if(OrderSelect(intent.ticket))
         return(false);
      out.order=intent.ticket;
      out.state=INTENT_DONE;
      out.retcode=10009;
      if(HistoryOrderSelect(intent.ticket) && HistoryOrderGetInteger(intent.ticket,ORDER_STATE)==(long)ORDER_STATE_FILLED)
        {
         out.state=INTENT_REJECTED;
         out.retcode=10035;
        }
      return(true);
     }
   return(false);
  }

//--- true when the state of the intent has changed
bool Resolve(const int at)
  {
   if(!Connected() || !g_synced)
     {
      g_intents[at].missing=0;
      return(false);
     }
   Outcome out;
   Clear(out);
   bool found=FindInBooks(g_intents[at].magic,out);
   if(!found)
      found=BroughtAbout(g_intents[at],out);
   if(found && out.state==INTENT_UNKNOWN)
     {
      g_intents[at].missing=0;
      return(false);
     }
   // more deals may follow until the order is in the history; only then is less than asked for a partial execution
   if(found && out.state==INTENT_DONE && out.deal>0 && out.volume<g_intents[at].volume-0.00000001)
     {
      if(!HistoryOrderSelect(out.order))
         return(false);
      out.state=INTENT_PARTIAL;
      out.retcode=10010;
     }
   if(found)
     {
      g_intents[at].missing=0;
      return(Settle(at,out,"found in the books"));
     }
   if(g_intents[at].state==INTENT_ABSENT)
      return(false);
   ulong now=GetTickCount64();
   if(g_intents[at].missing==0)
     {
      g_intents[at].missing=now;
      return(false);
     }
   if(now-g_intents[at].missing<60000)
      return(false);
   out.state=INTENT_ABSENT;
   out.retcode=g_intents[at].retcode;
   return(Settle(at,out,"not in the books for 60 s"));
  }

bool Settle(const int at,const Outcome &out,const string why)
  {
   if(g_intents[at].state==out.state)
      return(false);
   TakeOutcome(g_intents[at],out);
   if(!JournalAppend(g_intents[at]))
      g_journal_ok=false;
   if(g_state==LINK_UP)
      Put(Push("intent")+U("magic",g_intents[at].magic)+S("state",StateName(g_intents[at].state))+I("retcode",(long)g_intents[at].retcode)
          +U("order",g_intents[at].order)+U("deal",g_intents[at].deal)+U("position",g_intents[at].position)
          +N("volume",g_intents[at].volume)+N("price",g_intents[at].price)+S("why",why)+"}");
   return(true);
  }

void ResolveAll()
  {
   // one that counts as absent is looked for another hour: a fill that shows up late still wins
   datetime lately=TimeTradeServer()-3600;
   for(int at=0; at<ArraySize(g_intents); at++)
      if(IsOpenState(g_intents[at].state) || (g_intents[at].state==INTENT_ABSENT && g_intents[at].at>lately))
         Resolve(at);
  }

//+------------------------------------------------------------------+
//| The last line of defence                                         |
//+------------------------------------------------------------------+
void WatchDay()
  {
   if(!g_loaded || !Connected() || !g_synced)
      return;
   double equity=AccountInfoDouble(ACCOUNT_EQUITY);
   if(equity<=0)
      return;
   datetime now=TimeTradeServer();
   datetime day=now-now%86400;
   if(day>g_day || g_day_base<=0)
     {
      g_day=day;
      g_day_base=equity;
      g_day_tripped=false;
      SaveState();
     }
   if(InpDayLossPct<=0 || g_day_tripped)
      return;
   if(equity>g_day_base*(1.0-InpDayLossPct/100.0))
      return;
   g_day_tripped=true;
   SaveState();
   string text="today's loss has reached "+DoubleToString(InpDayLossPct,2)+" % of "+DoubleToString(g_day_base,2)
               +": nothing is opened any more today. Open positions keep their stops.";
   Say("error",text);
   Notify(text);
  }

int OurPositions()
  {
   int count=0;
   for(int at=0; at<PositionsTotal(); at++)
      if(PositionGetTicket(at)>0 && SpaceIn((ulong)PositionGetInteger(POSITION_MAGIC))==g_ns_last && g_ns_last>0)
         count++;
   return(count);
  }

void WatchSilence()
  {
   ulong now=GetTickCount64();
   if(g_state==LINK_UP)
     {
      g_last_link=now;
      return;
     }
   if(InpSilenceSeconds<=0 || now-g_last_link<(ulong)InpSilenceSeconds*1000)
      return;
   if(!g_silent)
     {
      g_silent=true;
      int open=OurPositions();
      Print("KimiBridge: no gateway for "+IntegerToString(InpSilenceSeconds)+" s: nothing is opened until one is back");
      if(PositionsTotal()>0)
         Notify("no gateway for "+IntegerToString(InpSilenceSeconds)+" s with "+IntegerToString(PositionsTotal())+" positions open ("
                +IntegerToString(open)+" of Kimi Agent). They keep their stops. Is the computer on, does kimi-agent run?");
     }
   if(InpFlattenOnSilence && now-g_flatten_at>=5000)
     {
      g_flatten_at=now;
      Flatten();
     }
  }

//--- closes what Kimi Agent opened, and nothing else; again while the books show some of it
void Flatten()
  {
   if(!Connected() || !g_synced || g_ns_last==0)
      return;
   for(int at=OrdersTotal()-1; at>=0; at--)
     {
      ulong ticket=OrderGetTicket(at);
      if(ticket==0 || SpaceIn((ulong)OrderGetInteger(ORDER_MAGIC))!=g_ns_last)
         continue;
      MqlTradeRequest request;
      ZeroMemory(request);
      request.action=TRADE_ACTION_REMOVE;
      request.order=ticket;
      Send(request);
     }
   for(int at=PositionsTotal()-1; at>=0; at--)
     {
      ulong ticket=PositionGetTicket(at);
      ulong magic=(ulong)PositionGetInteger(POSITION_MAGIC);
      if(ticket==0 || SpaceIn(magic)!=g_ns_last)
         continue;
      MqlTick tick;
      MqlTradeRequest request;
      ZeroMemory(request);
      request.action=TRADE_ACTION_DEAL;
      request.magic=magic;
      request.position=ticket;
      request.symbol=PositionGetString(POSITION_SYMBOL);
      request.volume=PositionGetDouble(POSITION_VOLUME);
      bool buys=PositionGetInteger(POSITION_TYPE)==(long)POSITION_TYPE_SELL;
      request.type=buys ? ORDER_TYPE_BUY : ORDER_TYPE_SELL;
      request.deviation=1000;
      if(!SymbolInfoTick(request.symbol,tick))
         continue;
      request.price=buys ? tick.ask : tick.bid;
      Send(request);
     }
  }

void Send(MqlTradeRequest &request)
  {
   Outcome out;
   Clear(out);
   MqlTradeResult result;
   ZeroMemory(result);
   if(!Checked(request,out))
      return;
   bool accepted=OrderSend(request,result);
   Print("KimiBridge: closing for want of a gateway: "+RetcodeName(result.retcode)+(accepted ? "" : " (not accepted)"));
  }

//+------------------------------------------------------------------+
//| The chart                                                        |
//+------------------------------------------------------------------+
void Show()
  {
   string why="";
   string state=StateText(why);
   string link="linked to gateway "+g_gateway+" at "+InpHost+":"+IntegerToString(InpPort);
   if(g_state!=LINK_UP)
      link="NOT LINKED: "+(g_trouble=="" ? "dialling "+InpHost+":"+IntegerToString(InpPort) : g_trouble);
   string text="KimiBridge "+EA_VERSION+"   account "+IntegerToString(AccountInfoInteger(ACCOUNT_LOGIN))+" ("+TradeModeText()+")\n"
               +link+"\n"+(state=="ready" ? "ready: orders are let through within this EA's limits" : "NOTHING IS OPENED: "+why)+"\n"
               +"limits: "+InpSymbols+", "+NumberText(InpMaxLots)+" lots, "+IntegerToString(InpMaxPositions)+" positions, "
               +NumberText(InpDayLossPct)+" % a day";
   if(g_state==LINK_UP && g_expected!=EA_VERSION)
      text+="\nThis EA is "+EA_VERSION+", the gateway came with "+g_expected+": install that one.";
   if(g_silent)
      text+="\nNo gateway for more than "+IntegerToString(InpSilenceSeconds)+" s. Positions keep their stops.";
   if(TerminalInfoInteger(TERMINAL_NOTIFICATIONS_ENABLED)==0)
      text+="\nPush messages are off: Tools > Options > Notifications";
   Comment(text);
  }

//+------------------------------------------------------------------+
//| Events                                                           |
//+------------------------------------------------------------------+
int OnInit()
  {
   MathSrand((int)(GetTickCount64()&2147483647));
   g_secret=ReadSecret();
   g_run=StringSubstr(DigestOf(IdText(GetMicrosecondCount())+"|"+IntegerToString((long)TimeLocal())+"|"+IntegerToString(MathRand())
                               +"|"+IdText(GetTickCount64())),0,16);
   g_state=LINK_DOWN;
   g_socket=INVALID_HANDLE;
   g_next_dial=0;
   g_dials=0;
   g_loaded=false;
   g_journal_ok=false;
   g_synced=false;
   g_silent=false;
   g_last_link=GetTickCount64();
   ArrayInitialize(g_notes,0);
   ArrayResize(g_tx,TX_MAX);
   g_tx_count=0;
   g_looked_at=0;
   ArrayResize(g_warm,0);
   g_note_text="";
   g_note_waiting=0;
   g_note_retry=0;
   g_heal_at=0;
   LoadAccount();
   if(!EventSetMillisecondTimer(MathMax(10,InpTimerMs)))
     {
      Print("KimiBridge: no timer, error "+IntegerToString(GetLastError()));
      return(INIT_FAILED);
     }
   return(INIT_SUCCEEDED);
  }

void OnDeinit(const int reason)
  {
   EventKillTimer();
   if(Talks())
      Bye("E_SHUTDOWN","the Expert Advisor is removed, reason "+IntegerToString(reason));
   if(g_socket!=INVALID_HANDLE)
      SocketClose(g_socket);
   g_socket=INVALID_HANDLE;
   Comment("");
  }

void OnTick()
  {
   if(g_state!=LINK_UP)
      return;
   int at=SubOf(_Symbol);
   if(at<0)
      return;
   PushTicks(at);
   Pump();
  }

//--- whether the terminal is still logged in to the account that this link was proven for
bool SameAccount()
  {
   string server=AccountInfoString(ACCOUNT_SERVER);
   return(AccountInfoInteger(ACCOUNT_LOGIN)==g_link_login && (server=="" || server==g_link_server));
  }

void OnTimer()
  {
   // before anything is read: what waits was meant for the account that was proven
   if(Talks() && !SameAccount())
     {
      g_synced=false;
      g_signature="";
      Bye("E_ACCOUNT","the terminal has logged in to another account");
     }
   LoadAccount();
   WatchSync();
   ulong now=GetTickCount64();
   // the terminal's queue holds 1024 transactions: while this program was held up, older ones may have been displaced
   if(g_looked_at>0 && now-g_looked_at>5000)
      g_tx_lost=true;
   g_looked_at=now;
   if(g_state==LINK_DOWN && now>=g_next_dial)
      Dial();
   if(g_state!=LINK_DOWN)
      Listen();
   if(g_state==LINK_BYE)
      EndBye();
   now=GetTickCount64();
   if((g_state==LINK_HELLO || g_state==LINK_AUTH) && now-g_phase_at>5000)
      Bye("E_TIMEOUT","no answer to the handshake within 5 s");
   if(g_state==LINK_UP && now-g_heard_at>3000)
      Bye("E_TIMEOUT","nothing was heard of the gateway for 3 s");
   if(g_state==LINK_UP)
     {
      Heartbeat();
      PushTransactions();
      SendSnaps();
      PushMarket();
      PushAccount();
      PushCalendar();
     }
   Slow();
   if(Talks())
      Pump();
   WarmOne();
  }

//--- once a second
void Slow()
  {
   static ulong last=0;
   ulong now=GetTickCount64();
   if(last>0 && now-last<1000)
      return;
   last=now;
   HealFiles();
   SendNotes();
   WatchDay();
   WatchSilence();
   ResolveAll();
   Show();
  }

void OnTradeTransaction(const MqlTradeTransaction &trans,const MqlTradeRequest &request,const MqlTradeResult &result)
  {
   if(g_state!=LINK_UP)
      return;
   if(g_tx_count>=TX_MAX)
     {
      g_tx_lost=true;
      return;
     }
   g_tx[g_tx_count].trans=trans;
   g_tx[g_tx_count].magic=request.magic;
   g_tx[g_tx_count].retcode=result.retcode;
   g_tx[g_tx_count].request_id=result.request_id;
   g_tx_count++;
  }
//+------------------------------------------------------------------+
