// The link to the terminal that the harness plays: one line asked, one answer, over file descriptor 3. What it says
// of the account is kept here between two events; the terminal's lists do not change while an event is handled,
// but for what the event itself sends.
#pragma once
#include "mql-format.h"
#include <map>
#include <unistd.h>

using MqlRow = std::map<std::string, std::string>;

struct MqlTerminalState {
    std::string version;
    MqlRow account, terminal;
    std::map<std::string, MqlRow> symbols;
    std::vector<std::string> symbol_names;
    std::vector<MqlRow> positions, orders, past_orders, deals;
    std::vector<std::vector<std::string>> events;
};

inline MqlTerminalState mql_state;
inline int mql_last_error = 0;

inline std::string mql_escape(const std::string &text)
{
    std::string out;
    for (const char one : text) {
        if (one == '\\') out += "\\\\";
        else if (one == '\t') out += "\\t";
        else if (one == '\n') out += "\\n";
        else out += one;
    }
    return out;
}
inline std::string mql_unescape(const std::string &text)
{
    std::string out;
    for (size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\' || at + 1 == text.size()) { out += text[at]; continue; }
        const char next = text[++at];
        out += next == 't' ? '\t' : next == 'n' ? '\n' : next;
    }
    return out;
}
inline std::vector<std::string> mql_fields(const std::string &line)
{
    std::vector<std::string> fields(1);
    for (const char one : line) {
        if (one == '\t') fields.emplace_back();
        else fields.back() += one;
    }
    for (auto &field : fields) field = mql_unescape(field);
    return fields;
}

// Asks the harness and returns the lines of its answer, which a line of one point ends.
inline std::vector<std::vector<std::string>> mql_ask(const std::vector<std::string> &fields)
{
    static std::string buffer;
    std::string line;
    for (const auto &field : fields) line += (line.empty() ? "" : "\t") + mql_escape(field);
    line += '\n';
    for (size_t sent = 0; sent < line.size();) {
        const ssize_t count = write(3, line.data() + sent, line.size() - sent);
        if (count <= 0) _exit(0); // the harness is gone
        sent += (size_t)count;
    }
    std::vector<std::vector<std::string>> answer;
    for (;;) {
        const auto end = buffer.find('\n');
        if (end == std::string::npos) {
            char bytes[65536];
            const ssize_t count = read(3, bytes, sizeof bytes);
            if (count <= 0) _exit(0);
            buffer.append(bytes, (size_t)count);
            continue;
        }
        const std::string one = buffer.substr(0, end);
        buffer.erase(0, end + 1);
        if (one == ".") return answer;
        answer.push_back(mql_fields(one));
    }
}

inline MqlRow mql_row(const std::vector<std::string> &fields, size_t from)
{
    MqlRow row;
    for (size_t at = from; at + 1 < fields.size(); at += 2) row[fields[at]] = fields[at + 1];
    return row;
}

// Takes in what has changed since the last time, and the events that wait.
inline void mql_refresh()
{
    for (const auto &line : mql_ask({"poll", mql_state.version})) {
        const std::string &what = line[0];
        if (what == "version") {
            mql_state.version = line[1];
            mql_state.positions.clear();
            mql_state.orders.clear();
            mql_state.past_orders.clear();
            mql_state.deals.clear();
        } else if (what == "account") mql_state.account = mql_row(line, 1);
        else if (what == "terminal") {
            mql_state.terminal = mql_row(line, 1);
            mql_skew = std::strtol(mql_state.terminal["skew"].c_str(), nullptr, 10);
            mql_mono_skew = std::strtoul(mql_state.terminal["mono_skew"].c_str(), nullptr, 10);
        }
        else if (what == "symbol") {
            if (!mql_state.symbols.contains(line[1])) mql_state.symbol_names.push_back(line[1]);
            for (const auto &[key, value] : mql_row(line, 2)) mql_state.symbols[line[1]][key] = value;
        } else if (what == "position") mql_state.positions.push_back(mql_row(line, 1));
        else if (what == "order") mql_state.orders.push_back(mql_row(line, 1));
        else if (what == "past") mql_state.past_orders.push_back(mql_row(line, 1));
        else if (what == "deal") mql_state.deals.push_back(mql_row(line, 1));
        else if (what == "event") mql_state.events.push_back({line.begin() + 1, line.end()});
        else mql_critical(("the harness said " + what).c_str());
    }
}

// The value of a property by its MQL5 name. One that the harness does not know is a fault of the harness.
inline std::string mql_value(const MqlRow &row, const std::string &name)
{
    const auto found = row.find(name);
    if (found == row.end()) mql_critical(("the harness has no " + name).c_str());
    return found->second;
}
template <typename E> std::string mql_name_of(E property)
{
    const auto &names = mql_names(property);
    const auto found = names.find((long long)property);
    if (found == names.end()) mql_critical("unknown property");
    return found->second;
}
inline long mql_long(const std::string &text)
{
    return text[0] == '-' ? std::strtol(text.c_str(), nullptr, 10) : (long)std::strtoul(text.c_str(), nullptr, 10);
}
inline double mql_double(const std::string &text) { return std::strtod(text.c_str(), nullptr); }
inline std::string mql_number(double value)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.17g", value);
    return text;
}
