// The trading functions, answered by the simulated broker of the harness.
#pragma once
#include "mql-link.h"

struct MqlTradeRequest {
    ENUM_TRADE_REQUEST_ACTIONS action{};
    ulong magic = 0, order = 0;
    string symbol;
    double volume = 0, price = 0, stoplimit = 0, sl = 0, tp = 0;
    ulong deviation = 0;
    ENUM_ORDER_TYPE type{};
    ENUM_ORDER_TYPE_FILLING type_filling{};
    ENUM_ORDER_TYPE_TIME type_time{};
    datetime expiration = 0;
    string comment;
    ulong position = 0, position_by = 0;
};
struct MqlTradeResult {
    uint retcode = 0;
    ulong deal = 0, order = 0;
    double volume = 0, price = 0, bid = 0, ask = 0;
    string comment;
    uint request_id = 0;
    int retcode_external = 0;
};
struct MqlTradeCheckResult {
    uint retcode = 0;
    double balance = 0, equity = 0, profit = 0, margin = 0, margin_free = 0, margin_level = 0;
    string comment;
};
struct MqlTradeTransaction {
    ulong deal = 0, order = 0;
    string symbol;
    ENUM_TRADE_TRANSACTION_TYPE type{};
    ENUM_ORDER_TYPE order_type{};
    ENUM_ORDER_STATE order_state{};
    ENUM_DEAL_TYPE deal_type{};
    ENUM_ORDER_TYPE_TIME time_type{};
    datetime time_expiration = 0;
    double price = 0, price_trigger = 0, price_sl = 0, price_tp = 0, volume = 0;
    ulong position = 0, position_by = 0;
};

inline std::vector<std::string> mql_request_fields(const char *what, const MqlTradeRequest &r)
{
    return {what,
            "action", std::to_string(r.action), "magic", std::to_string(r.magic), "order", std::to_string(r.order),
            "symbol", r.symbol.utf8(), "volume", mql_number(r.volume), "price", mql_number(r.price),
            "stoplimit", mql_number(r.stoplimit), "sl", mql_number(r.sl), "tp", mql_number(r.tp),
            "deviation", std::to_string(r.deviation), "type", std::to_string(r.type),
            "filling", std::to_string(r.type_filling), "life", std::to_string(r.type_time),
            "expiration", std::to_string(r.expiration), "comment", r.comment.utf8(),
            "position", std::to_string(r.position), "position_by", std::to_string(r.position_by)};
}

// True: the request passed the checks and was accepted; what became of it is told by the retcode.
inline bool OrderSend(const MqlTradeRequest &request, MqlTradeResult &result)
{
    result = MqlTradeResult();
    const MqlRow row = mql_row(mql_ask(mql_request_fields("send", request)).at(0), 0);
    mql_refresh();
    result.retcode = (uint)mql_long(mql_value(row, "retcode"));
    result.deal = (ulong)mql_long(mql_value(row, "deal"));
    result.order = (ulong)mql_long(mql_value(row, "order"));
    result.volume = mql_double(mql_value(row, "volume"));
    result.price = mql_double(mql_value(row, "price"));
    result.bid = mql_double(mql_value(row, "bid"));
    result.ask = mql_double(mql_value(row, "ask"));
    result.comment = string::from(mql_value(row, "comment"));
    result.request_id = (uint)mql_long(mql_value(row, "request_id"));
    const bool accepted = mql_value(row, "accepted") == "1";
    if (!accepted) mql_last_error = ERR_TRADE_SEND_FAILED;
    return accepted;
}
// Success is retcode 0, and not 10009.
inline bool OrderCheck(const MqlTradeRequest &request, MqlTradeCheckResult &result)
{
    result = MqlTradeCheckResult();
    const MqlRow row = mql_row(mql_ask(mql_request_fields("check", request)).at(0), 0);
    result.retcode = (uint)mql_long(mql_value(row, "retcode"));
    result.balance = mql_double(mql_value(row, "balance"));
    result.equity = mql_double(mql_value(row, "equity"));
    result.profit = mql_double(mql_value(row, "profit"));
    result.margin = mql_double(mql_value(row, "margin"));
    result.margin_free = mql_double(mql_value(row, "margin_free"));
    result.margin_level = mql_double(mql_value(row, "margin_level"));
    result.comment = string::from(mql_value(row, "comment"));
    return result.retcode == 0;
}
inline bool mql_calculate(std::vector<std::string> fields, double &value)
{
    const auto answer = mql_ask(fields);
    if (answer.empty()) { mql_last_error = ERR_TRADE_CALC_FAILED; return false; }
    value = mql_double(answer[0][0]);
    return true;
}
inline bool OrderCalcMargin(ENUM_ORDER_TYPE type, const string symbol, double volume, double price, double &margin)
{
    return mql_calculate({"margin", std::to_string(type), symbol.utf8(), mql_number(volume), mql_number(price)}, margin);
}
inline bool OrderCalcProfit(ENUM_ORDER_TYPE type, const string symbol, double volume, double open, double close,
                            double &profit)
{
    return mql_calculate({"profit", std::to_string(type), symbol.utf8(), mql_number(volume), mql_number(open),
                          mql_number(close)}, profit);
}

// One of the terminal's lists, with the row that is selected in it.
struct MqlSelection {
    const char *ticket;
    MqlRow row;
    bool selected = false;
    bool pick(const std::vector<MqlRow> &rows, const char *key, const std::string &value, int error)
    {
        for (const auto &one : rows)
            if (mql_value(one, key) == value) { row = one; selected = true; return true; }
        mql_last_error = error;
        return false;
    }
    ulong at(const std::vector<MqlRow> &rows, int index)
    {
        if (index < 0 || (size_t)index >= rows.size()) return 0;
        row = rows[(size_t)index];
        selected = true;
        return (ulong)mql_long(mql_value(row, ticket));
    }
    template <typename E> std::string get(E property) const
    {
        return selected ? mql_value(row, mql_name_of(property)) : std::string("0");
    }
};
inline MqlSelection mql_position{"POSITION_TICKET", {}, false};
inline MqlSelection mql_order{"ORDER_TICKET", {}, false};
inline std::vector<MqlRow> mql_history_orders, mql_history_deals;

inline int PositionsTotal() { return (int)mql_state.positions.size(); }
inline int OrdersTotal() { return (int)mql_state.orders.size(); }
inline ulong PositionGetTicket(int index) { return mql_position.at(mql_state.positions, index); }
inline ulong OrderGetTicket(int index) { return mql_order.at(mql_state.orders, index); }
inline bool PositionSelectByTicket(ulong ticket)
{
    return mql_position.pick(mql_state.positions, "POSITION_TICKET", std::to_string(ticket), ERR_TRADE_POSITION_NOT_FOUND);
}
inline bool PositionSelect(const string symbol)
{
    return mql_position.pick(mql_state.positions, "POSITION_SYMBOL", symbol.utf8(), ERR_TRADE_POSITION_NOT_FOUND);
}
inline string PositionGetSymbol(int index)
{
    return PositionGetTicket(index) == 0 ? string() : string::from(mql_value(mql_position.row, "POSITION_SYMBOL"));
}
inline bool OrderSelect(ulong ticket)
{
    return mql_order.pick(mql_state.orders, "ORDER_TICKET", std::to_string(ticket), ERR_TRADE_ORDER_NOT_FOUND);
}

#define MQL_GETTERS(name, kind, source)                                                                             \
    inline long name##GetInteger(ENUM_##kind##_PROPERTY_INTEGER p) { return mql_long(source.get(p)); }              \
    inline double name##GetDouble(ENUM_##kind##_PROPERTY_DOUBLE p) { return mql_double(source.get(p)); }            \
    inline string name##GetString(ENUM_##kind##_PROPERTY_STRING p)                                                  \
    {                                                                                                               \
        return source.selected ? string::from(source.get(p)) : string();                                            \
    }                                                                                                               \
    inline bool name##GetInteger(ENUM_##kind##_PROPERTY_INTEGER p, long &v) { v = name##GetInteger(p); return source.selected; } \
    inline bool name##GetDouble(ENUM_##kind##_PROPERTY_DOUBLE p, double &v) { v = name##GetDouble(p); return source.selected; }  \
    inline bool name##GetString(ENUM_##kind##_PROPERTY_STRING p, string &v) { v = name##GetString(p); return source.selected; }
MQL_GETTERS(Position, POSITION, mql_position)
MQL_GETTERS(Order, ORDER, mql_order)

inline bool HistorySelect(datetime from, datetime to)
{
    mql_history_orders.clear();
    mql_history_deals.clear();
    for (const auto &row : mql_state.past_orders) {
        const long time = mql_long(mql_value(row, "ORDER_TIME_DONE"));
        if (time >= from && time <= to) mql_history_orders.push_back(row);
    }
    for (const auto &row : mql_state.deals) {
        const long time = mql_long(mql_value(row, "DEAL_TIME"));
        if (time >= from && time <= to) mql_history_deals.push_back(row);
    }
    return true;
}
inline bool HistorySelectByPosition(long id)
{
    mql_history_orders.clear();
    mql_history_deals.clear();
    for (const auto &row : mql_state.past_orders)
        if (mql_value(row, "ORDER_POSITION_ID") == std::to_string(id)) mql_history_orders.push_back(row);
    for (const auto &row : mql_state.deals)
        if (mql_value(row, "DEAL_POSITION_ID") == std::to_string(id)) mql_history_deals.push_back(row);
    return true;
}
inline const MqlRow *mql_find(const std::vector<MqlRow> &rows, const char *key, ulong ticket)
{
    for (const auto &row : rows) if (mql_value(row, key) == std::to_string(ticket)) return &row;
    return nullptr;
}
inline bool mql_history_pick(const std::vector<MqlRow> &all, std::vector<MqlRow> &chosen, const char *key, ulong ticket)
{
    const MqlRow *row = mql_find(all, key, ticket);
    if (row == nullptr) { mql_last_error = ERR_TRADE_DEAL_NOT_FOUND; return false; }
    const MqlRow copy = *row;
    chosen.assign(1, copy);
    return true;
}
inline bool HistoryOrderSelect(ulong ticket)
{
    return mql_history_pick(mql_state.past_orders, mql_history_orders, "ORDER_TICKET", ticket);
}
inline bool HistoryDealSelect(ulong ticket)
{
    return mql_history_pick(mql_state.deals, mql_history_deals, "DEAL_TICKET", ticket);
}
inline int HistoryOrdersTotal() { return (int)mql_history_orders.size(); }
inline int HistoryDealsTotal() { return (int)mql_history_deals.size(); }
inline ulong mql_ticket_at(const std::vector<MqlRow> &rows, int index, const char *key)
{
    return index < 0 || (size_t)index >= rows.size() ? 0 : (ulong)mql_long(mql_value(rows[(size_t)index], key));
}
inline ulong HistoryOrderGetTicket(int index) { return mql_ticket_at(mql_history_orders, index, "ORDER_TICKET"); }
inline ulong HistoryDealGetTicket(int index) { return mql_ticket_at(mql_history_deals, index, "DEAL_TICKET"); }

// Rows of the history are known once they were selected, by span or by ticket.
#define MQL_HISTORY(name, kind, rows, key)                                                                         \
    inline std::string mql_##name(ulong ticket, const std::string &property)                                        \
    {                                                                                                               \
        const MqlRow *row = mql_find(rows, key, ticket);                                                            \
        return row == nullptr ? std::string() : mql_value(*row, property);                                          \
    }                                                                                                               \
    inline long name##GetInteger(ulong t, ENUM_##kind##_PROPERTY_INTEGER p) { return mql_long(mql_##name(t, mql_name_of(p))); } \
    inline double name##GetDouble(ulong t, ENUM_##kind##_PROPERTY_DOUBLE p) { return mql_double(mql_##name(t, mql_name_of(p))); } \
    inline string name##GetString(ulong t, ENUM_##kind##_PROPERTY_STRING p) { return string::from(mql_##name(t, mql_name_of(p))); } \
    inline bool name##GetInteger(ulong t, ENUM_##kind##_PROPERTY_INTEGER p, long &v) { v = name##GetInteger(t, p); return mql_find(rows, key, t) != nullptr; } \
    inline bool name##GetDouble(ulong t, ENUM_##kind##_PROPERTY_DOUBLE p, double &v) { v = name##GetDouble(t, p); return mql_find(rows, key, t) != nullptr; } \
    inline bool name##GetString(ulong t, ENUM_##kind##_PROPERTY_STRING p, string &v) { v = name##GetString(t, p); return mql_find(rows, key, t) != nullptr; }
MQL_HISTORY(HistoryOrder, ORDER, mql_history_orders, "ORDER_TICKET")
MQL_HISTORY(HistoryDeal, DEAL, mql_history_deals, "DEAL_TICKET")
