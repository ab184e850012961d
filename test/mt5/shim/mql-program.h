// The program's own surroundings, and its life: one thread, one queue of events, a timer that is no finer than the
// terminal's.
#pragma once
#include "mql-calendar.h"
#include "mql-crypt.h"
#include "mql-file.h"
#include "mql-market.h"
#include "mql-socket.h"
#include "mql-trade.h"
#include <csignal>
#include <fstream>

inline const string mql_chart_symbol() { return string::from(mql_value(mql_state.terminal, "chart_symbol")); }
#define _Symbol mql_chart_symbol()
#define _Period PERIOD_M1
inline string Symbol() { return mql_chart_symbol(); }
inline ENUM_TIMEFRAMES Period() { return PERIOD_M1; }
#define _LastError mql_last_error
inline int GetLastError() { return mql_last_error; }
inline void ResetLastError() { mql_last_error = 0; }
inline bool IsStopped() { return false; }

inline void mql_say(const char *what, const std::string &text)
{
    std::fprintf(stdout, "%s\t%s\n", what, mql_escape(text).c_str());
    std::fflush(stdout);
}
inline std::string mql_shown(const string &text) { return text.utf8(); }
template <typename T, typename = std::enable_if_t<std::is_arithmetic_v<T> || std::is_enum_v<T>>>
std::string mql_shown(T value)
{
    if constexpr (std::is_floating_point_v<T>) return mql_number(value);
    else if constexpr (std::is_enum_v<T>) return std::to_string((long long)value);
    else return std::to_string(value);
}
template <typename... Given> void Print(const Given &...given) { mql_say("print", (mql_shown(given) + ...)); }
template <typename... Given> void Comment(const Given &...given)
{
    static std::string last;
    const std::string now = (mql_shown(given) + ...);
    if (now != last) mql_say("comment", now);
    last = now;
}
template <typename... Given> void Alert(const Given &...given) { mql_say("alert", (mql_shown(given) + ...)); }
template <typename... Given> void PrintFormat(const string &format, const Given &...given)
{
    mql_say("print", StringFormat(format, given...).utf8());
}
// At most two a second and ten a minute, and 255 characters: more is refused.
inline bool SendNotification(const string text)
{
    static std::vector<ulong> sent;
    const ulong now = GetTickCount64();
    std::erase_if(sent, [&](ulong at) { return now - at > 60000; });
    const auto lately = std::count_if(sent.begin(), sent.end(), [&](ulong at) { return now - at < 1000; });
    if (StringLen(text) > 255 || StringLen(text) == 0) { mql_say("notification-refused", "length"); mql_last_error = 4516; return false; }
    const auto busy = mql_state.terminal.find("phone_busy");
    const bool refused = busy != mql_state.terminal.end() && busy->second == "1";
    if (refused || lately >= 2 || sent.size() >= 10) { mql_say("notification-refused", "frequency"); mql_last_error = 4518; return false; }
    sent.push_back(now);
    mql_say("notification", text.utf8());
    return true;
}
inline bool SendMail(const string, const string) { return false; }
inline bool PlaySound(const string) { return true; }
inline void ExpertRemove() { mql_say("removed", ""); std::exit(0); }
inline void TerminalClose(int) { std::exit(0); }
inline void Sleep(int ms) { usleep((useconds_t)ms * 1000); }
inline void ChartRedraw(long = 0) {}
inline long ChartID() { return 1; }

// Global variables of the terminal outlive the program.
inline std::map<std::string, double> &mql_globals()
{
    static std::map<std::string, double> values = [] {
        std::map<std::string, double> read;
        std::ifstream in(mql_path(u"globals.txt"));
        std::string name;
        double value;
        while (in >> name >> value) read[name] = value;
        return read;
    }();
    return values;
}
inline void mql_keep_globals()
{
    std::ofstream out(mql_path(u"globals.txt"));
    for (const auto &[name, value] : mql_globals()) out << name << ' ' << mql_number(value) << '\n';
}
inline datetime GlobalVariableSet(const string name, double value)
{
    mql_globals()[name.utf8()] = value;
    mql_keep_globals();
    return TimeLocal();
}
inline double GlobalVariableGet(const string name)
{
    const auto found = mql_globals().find(name.utf8());
    if (found == mql_globals().end()) { mql_last_error = 4501; return 0; }
    return found->second;
}
inline bool GlobalVariableGet(const string name, double &value)
{
    const bool known = mql_globals().contains(name.utf8());
    if (known) value = mql_globals()[name.utf8()];
    return known;
}
inline bool GlobalVariableCheck(const string name) { return mql_globals().contains(name.utf8()); }
inline bool GlobalVariableDel(const string name)
{
    const bool known = mql_globals().erase(name.utf8()) > 0;
    mql_keep_globals();
    return known;
}
inline void GlobalVariablesFlush() {}

template <typename T> T mql_input(const char *name, T usual)
{
    const char *given = std::getenv((std::string("INPUT_") + name).c_str());
    if (given == nullptr) return usual;
    if constexpr (std::is_same_v<T, string>) return string::from(given);
    else if constexpr (std::is_same_v<T, bool>) return std::string(given) == "true";
    else if constexpr (std::is_floating_point_v<T>) return std::atof(given);
    else return (T)mql_long(given);
}

inline ulong mql_timer_ms = 0, mql_timer_due = 0;
inline bool EventSetMillisecondTimer(int ms)
{
    const ulong finest = (ulong)mql_knob("MQL_TIMER_FINEST_MS", 10);
    mql_timer_ms = std::max((ulong)ms, finest);
    mql_timer_due = GetTickCount64() + mql_timer_ms;
    return true;
}
inline bool EventSetTimer(int seconds) { return EventSetMillisecondTimer(seconds * 1000); }
inline void EventKillTimer() { mql_timer_ms = 0; }

int OnInit();
void OnDeinit(const int reason);
void OnTick();
void OnTimer();
void OnTradeTransaction(const MqlTradeTransaction &, const MqlTradeRequest &, const MqlTradeResult &);

inline void mql_transaction(const MqlRow &row)
{
    const auto text = [&](const char *key) { const auto f = row.find(key); return f == row.end() ? std::string("0") : f->second; };
    MqlTradeTransaction tx;
    tx.type = (ENUM_TRADE_TRANSACTION_TYPE)mql_long(text("type"));
    tx.deal = (ulong)mql_long(text("deal"));
    tx.order = (ulong)mql_long(text("order"));
    tx.symbol = string::from(text("symbol") == "0" ? "" : text("symbol"));
    tx.order_type = (ENUM_ORDER_TYPE)mql_long(text("order_type"));
    tx.order_state = (ENUM_ORDER_STATE)mql_long(text("order_state"));
    tx.deal_type = (ENUM_DEAL_TYPE)mql_long(text("deal_type"));
    tx.price = mql_double(text("price"));
    tx.price_sl = mql_double(text("sl"));
    tx.price_tp = mql_double(text("tp"));
    tx.volume = mql_double(text("volume"));
    tx.position = (ulong)mql_long(text("position"));
    MqlTradeRequest request;
    MqlTradeResult result;
    if (tx.type == TRADE_TRANSACTION_REQUEST) { // filled in for this type alone
        request.magic = (ulong)mql_long(text("magic"));
        result.retcode = (uint)mql_long(text("retcode"));
        result.request_id = (uint)mql_long(text("request_id"));
    }
    OnTradeTransaction(tx, request, result);
}

inline volatile sig_atomic_t mql_end = 0;
int main()
{
    std::signal(SIGTERM, [](int) { mql_end = 1; });
    std::signal(SIGPIPE, SIG_IGN);
    mql_refresh();
    if (OnInit() != INIT_SUCCEEDED) { mql_say("init-failed", ""); return 3; }
    while (!mql_end) {
        mql_refresh();
        const auto events = std::move(mql_state.events);
        mql_state.events.clear();
        for (const auto &event : events) {
            if (event[0] == "tick") OnTick();
            else if (event[0] == "deinit") { OnDeinit((int)mql_long(event[1])); return 0; }
            else mql_transaction(mql_row(event, 1));
        }
        if (mql_timer_ms > 0 && GetTickCount64() >= mql_timer_due) {
            OnTimer();
            mql_timer_due = GetTickCount64() + mql_timer_ms;
        }
        usleep(1000);
    }
    OnDeinit(REASON_CLOSE);
    return 0;
}
