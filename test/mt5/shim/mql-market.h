// Symbols, prices, history, the account and the calendar, as the harness tells them.
#pragma once
#include "mql-link.h"

struct MqlTick {
    datetime time = 0;
    double bid = 0, ask = 0, last = 0;
    ulong volume = 0;
    long time_msc = 0;
    uint flags = 0;
    double volume_real = 0;
};
struct MqlRates {
    datetime time = 0;
    double open = 0, high = 0, low = 0, close = 0;
    long tick_volume = 0;
    int spread = 0;
    long real_volume = 0;
};

inline long mql_server_offset() { return mql_long(mql_value(mql_state.terminal, "offset")); }
inline datetime TimeTradeServer() { return TimeGMT() + mql_server_offset(); }
inline datetime TimeTradeServer(MqlDateTime &at) { TimeToStruct(TimeTradeServer(), at); return TimeTradeServer(); }
inline datetime TimeCurrent() { return mql_long(mql_value(mql_state.terminal, "last_quote")); }
inline int TimeGMTOffset() { return 0; }

inline const MqlRow *mql_symbol(const string &symbol)
{
    const auto found = mql_state.symbols.find(symbol.utf8());
    if (found != mql_state.symbols.end()) return &found->second;
    mql_last_error = ERR_MARKET_UNKNOWN_SYMBOL;
    return nullptr;
}
#define MQL_SYMBOL_INFO(suffix, type, parse, none)                                                       \
    inline bool SymbolInfo##suffix(const string symbol, ENUM_SYMBOL_INFO_##type property, auto &value)   \
    {                                                                                                    \
        const MqlRow *row = mql_symbol(symbol);                                                          \
        if (row != nullptr) value = parse(mql_value(*row, mql_name_of(property)));                       \
        return row != nullptr;                                                                           \
    }                                                                                                    \
    inline auto SymbolInfo##suffix(const string symbol, ENUM_SYMBOL_INFO_##type property)                \
    {                                                                                                    \
        const MqlRow *row = mql_symbol(symbol);                                                          \
        return row == nullptr ? none : parse(mql_value(*row, mql_name_of(property)));                    \
    }
MQL_SYMBOL_INFO(Integer, INTEGER, mql_long, 0L)
MQL_SYMBOL_INFO(Double, DOUBLE, mql_double, 0.0)
MQL_SYMBOL_INFO(String, STRING, string::from, string())

inline bool SymbolInfoTick(const string symbol, MqlTick &tick)
{
    const MqlRow *row = mql_symbol(symbol);
    if (row == nullptr) return false;
    tick = MqlTick();
    tick.time_msc = mql_long(mql_value(*row, "SYMBOL_TIME_MSC"));
    tick.time = tick.time_msc / 1000;
    tick.bid = mql_double(mql_value(*row, "SYMBOL_BID"));
    tick.ask = mql_double(mql_value(*row, "SYMBOL_ASK"));
    tick.flags = TICK_FLAG_BID | TICK_FLAG_ASK;
    return tick.time_msc > 0;
}
inline bool SymbolSelect(const string symbol, bool) { return mql_symbol(symbol) != nullptr; }
inline bool SymbolExist(const string symbol, bool &custom) { custom = false; return mql_symbol(symbol) != nullptr; }
inline bool SymbolIsSynchronized(const string symbol) { return mql_symbol(symbol) != nullptr; }
inline int SymbolsTotal(bool) { return (int)mql_state.symbol_names.size(); }
inline string SymbolName(int index, bool) { return string::from(mql_state.symbol_names.at((size_t)index)); }
inline bool SymbolInfoMarginRate(const string symbol, ENUM_ORDER_TYPE type, double &initial, double &maintenance)
{
    const MqlRow *row = mql_symbol(symbol);
    if (row == nullptr) return false;
    const bool buys = type == ORDER_TYPE_BUY || type == ORDER_TYPE_BUY_LIMIT || type == ORDER_TYPE_BUY_STOP ||
                      type == ORDER_TYPE_BUY_STOP_LIMIT;
    initial = mql_double(mql_value(*row, buys ? "rate_buy" : "rate_sell"));
    maintenance = mql_double(mql_value(*row, buys ? "rate_buy_kept" : "rate_sell_kept"));
    return true;
}
// Sessions come as "from-to,from-to" for each day, in seconds of the server's day.
inline bool mql_session(const string &symbol, ENUM_DAY_OF_WEEK day, uint index, datetime &from, datetime &to)
{
    const MqlRow *row = mql_symbol(symbol);
    if (row == nullptr) return false;
    std::string all = mql_value(*row, "session_" + std::to_string((int)day));
    for (uint at = 0; !all.empty(); ++at) {
        const auto end = all.find(',');
        const std::string one = all.substr(0, end);
        if (at == index) return std::sscanf(one.c_str(), "%ld-%ld", &from, &to) == 2;
        all = end == std::string::npos ? "" : all.substr(end + 1);
    }
    return false;
}
inline bool SymbolInfoSessionTrade(const string symbol, ENUM_DAY_OF_WEEK day, uint index, datetime &from, datetime &to)
{
    return mql_session(symbol, day, index, from, to);
}
inline bool SymbolInfoSessionQuote(const string symbol, ENUM_DAY_OF_WEEK day, uint index, datetime &from, datetime &to)
{
    return mql_session(symbol, day, index, from, to);
}

inline long AccountInfoInteger(ENUM_ACCOUNT_INFO_INTEGER p) { return mql_long(mql_value(mql_state.account, mql_name_of(p))); }
inline double AccountInfoDouble(ENUM_ACCOUNT_INFO_DOUBLE p) { return mql_double(mql_value(mql_state.account, mql_name_of(p))); }
inline string AccountInfoString(ENUM_ACCOUNT_INFO_STRING p) { return string::from(mql_value(mql_state.account, mql_name_of(p))); }
inline long TerminalInfoInteger(ENUM_TERMINAL_INFO_INTEGER p) { return mql_long(mql_value(mql_state.terminal, mql_name_of(p))); }
inline string TerminalInfoString(ENUM_TERMINAL_INFO_STRING p) { return string::from(mql_value(mql_state.terminal, mql_name_of(p))); }
inline long MQLInfoInteger(ENUM_MQL_INFO_INTEGER p) { return mql_long(mql_value(mql_state.terminal, mql_name_of(p))); }
inline string MQLInfoString(ENUM_MQL_INFO_STRING p) { return string::from(mql_value(mql_state.terminal, mql_name_of(p))); }

inline int mql_take_ticks(MqlArray<MqlTick> &to, const std::vector<std::string> &question)
{
    const auto rows = mql_ask(question);
    if (!rows.empty() && rows[0][0] == "error") { mql_last_error = (int)mql_long(rows[0][1]); return -1; }
    ArrayResize(to, (long)rows.size());
    for (size_t at = 0; at < rows.size(); ++at) {
        MqlTick tick;
        tick.time_msc = mql_long(rows[at].at(0));
        tick.time = tick.time_msc / 1000;
        tick.bid = mql_double(rows[at].at(1));
        tick.ask = mql_double(rows[at].at(2));
        tick.flags = TICK_FLAG_BID | TICK_FLAG_ASK;
        to[(long)at] = tick;
    }
    return (int)rows.size();
}
// From an instant on the oldest `count`; from 0 on the newest.
inline int CopyTicks(const string symbol, MqlArray<MqlTick> &to, uint = COPY_TICKS_ALL, ulong from = 0, uint count = 0)
{
    if (mql_symbol(symbol) == nullptr) return -1;
    return mql_take_ticks(to, {"ticks", symbol.utf8(), std::to_string(from), "0", std::to_string(count)});
}
inline int CopyTicksRange(const string symbol, MqlArray<MqlTick> &to, uint = COPY_TICKS_ALL, ulong from = 0, ulong until = 0)
{
    if (mql_symbol(symbol) == nullptr) return -1;
    return mql_take_ticks(to, {"ticks", symbol.utf8(), std::to_string(from), std::to_string(until), "0"});
}
inline int mql_take_rates(MqlArray<MqlRates> &to, const std::vector<std::string> &question)
{
    const auto rows = mql_ask(question);
    if (!rows.empty() && rows[0][0] == "error") { mql_last_error = (int)mql_long(rows[0][1]); return -1; }
    ArrayResize(to, (long)rows.size());
    for (size_t at = 0; at < rows.size(); ++at) {
        const auto &row = rows[at];
        to[(long)at] = MqlRates{mql_long(row.at(0)), mql_double(row.at(1)), mql_double(row.at(2)), mql_double(row.at(3)),
                                mql_double(row.at(4)), mql_long(row.at(5)), (int)mql_long(row.at(6)), 0};
    }
    return (int)rows.size();
}
// By position (0 is the forming bar), by instant and count, or between two instants; oldest first.
template <typename From>
int CopyRates(const string symbol, ENUM_TIMEFRAMES tf, From from, int count, MqlArray<MqlRates> &to)
{
    if (mql_symbol(symbol) == nullptr) return -1;
    const bool isTime = sizeof(From) == 8;
    return mql_take_rates(to, {"rates", symbol.utf8(), std::to_string(tf), isTime ? "until" : "position",
                               std::to_string(from), std::to_string(count)});
}
inline int CopyRates(const string symbol, ENUM_TIMEFRAMES tf, datetime from, datetime until, MqlArray<MqlRates> &to)
{
    if (mql_symbol(symbol) == nullptr) return -1;
    return mql_take_rates(to, {"rates", symbol.utf8(), std::to_string(tf), "span", std::to_string(from),
                               std::to_string(until)});
}
inline datetime iTime(const string symbol, ENUM_TIMEFRAMES tf, int shift)
{
    MqlArray<MqlRates> rates;
    return CopyRates(symbol, tf, shift, 1, rates) == 1 ? rates[0].time : 0;
}
inline int PeriodSeconds(ENUM_TIMEFRAMES tf = PERIOD_CURRENT)
{
    if (tf == PERIOD_MN1) return 2592000;
    if (tf == PERIOD_W1) return 604800;
    if (tf >= PERIOD_H1) return 3600 * (tf - 16384);
    return 60 * (tf == PERIOD_CURRENT ? 1 : (int)tf);
}
