// The economic calendar, as the harness tells it.
#pragma once
#include "mql-link.h"

struct MqlCalendarCountry {
    ulong id = 0;
    string name, code, currency, currency_symbol, url_name;
};
struct MqlCalendarEvent {
    ulong id = 0;
    ENUM_CALENDAR_EVENT_TYPE type{};
    ENUM_CALENDAR_EVENT_SECTOR sector{};
    ENUM_CALENDAR_EVENT_FREQUENCY frequency{};
    ENUM_CALENDAR_EVENT_TIMEMODE time_mode{};
    ulong country_id = 0;
    ENUM_CALENDAR_EVENT_UNIT unit{};
    ENUM_CALENDAR_EVENT_IMPORTANCE importance{};
    ENUM_CALENDAR_EVENT_MULTIPLIER multiplier{};
    uint digits = 0;
    string source_url, event_code, name;
};
struct MqlCalendarValue {
    ulong id = 0, event_id = 0;
    datetime time = 0, period = 0;
    int revision = 0;
    long actual_value = LONG_MIN, prev_value = LONG_MIN, revised_prev_value = LONG_MIN, forecast_value = LONG_MIN;
    ENUM_CALENDAR_EVENT_IMPACT impact_type{};
};

inline int mql_take_values(MqlArray<MqlCalendarValue> &to, const std::vector<std::string> &question)
{
    const auto rows = mql_ask(question);
    ArrayResize(to, (long)rows.size());
    for (size_t at = 0; at < rows.size(); ++at) {
        MqlCalendarValue value;
        value.id = (ulong)mql_long(rows[at].at(0));
        value.event_id = (ulong)mql_long(rows[at].at(1));
        value.time = mql_long(rows[at].at(2));
        value.forecast_value = mql_long(rows[at].at(3));
        value.actual_value = mql_long(rows[at].at(4));
        to[(long)at] = value;
    }
    return (int)rows.size();
}
inline int CalendarValueHistory(MqlArray<MqlCalendarValue> &values, datetime from, datetime to = 0,
                                const string & = string(), const string &currency = string())
{
    return mql_take_values(values, {"calendar", std::to_string(from), std::to_string(to), currency.utf8()});
}
inline int CalendarValueLast(ulong &change, MqlArray<MqlCalendarValue> &values, const string & = string(),
                             const string &currency = string())
{
    const auto current = mql_ask({"calendar-change"});
    const ulong before = change;
    change = (ulong)mql_long(current.at(0).at(0));
    ArrayResize(values, 0);
    if (before == 0 || before == change) return 0;
    return mql_take_values(values, {"calendar-since", std::to_string(before), currency.utf8()});
}
inline bool CalendarEventById(ulong id, MqlCalendarEvent &event)
{
    const auto rows = mql_ask({"calendar-event", std::to_string(id)});
    if (rows.empty()) { mql_last_error = ERR_CALENDAR_NO_DATA; return false; }
    event = MqlCalendarEvent();
    event.id = id;
    event.type = CALENDAR_TYPE_INDICATOR;
    event.time_mode = CALENDAR_TIMEMODE_DATETIME;
    event.country_id = (ulong)mql_long(rows[0].at(0));
    event.importance = (ENUM_CALENDAR_EVENT_IMPORTANCE)mql_long(rows[0].at(1));
    event.name = string::from(rows[0].at(2));
    return true;
}
inline bool CalendarCountryById(const long id, MqlCalendarCountry &country)
{
    const auto rows = mql_ask({"calendar-country", std::to_string(id)});
    if (rows.empty()) return false;
    country.id = (ulong)id;
    country.code = string::from(rows[0].at(0));
    country.currency = string::from(rows[0].at(1));
    country.name = country.code;
    return true;
}
