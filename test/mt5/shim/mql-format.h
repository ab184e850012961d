// StringFormat, stricter than the terminal's: a conversion that would truncate or misread its argument ends the
// program, since a ticket printed with %d is a ticket lost.
#pragma once
#include "mql-text.h"

struct MqlArgument {
    enum Kind { integer, wide, real, text } kind;
    long long number = 0;
    double value = 0;
    std::string words;
    MqlArgument(const string &given) : kind(text), words(given.utf8()) {}
    MqlArgument(double given) : kind(real), value(given) {}
    MqlArgument(float given) : kind(real), value(given) {}
    template <typename T, typename = std::enable_if_t<std::is_integral_v<T> || std::is_enum_v<T>>>
    MqlArgument(T given) : kind(sizeof(T) > 4 ? wide : integer), number((long long)given) {}
};

inline std::string mql_one(const std::string &spec, const MqlArgument &given)
{
    char out[512];
    const char type = spec.back();
    const bool is64 = spec.find("I64") != std::string::npos || spec.find("ll") != std::string::npos;
    std::string plain;
    for (const char one : spec) if (std::strchr("I64l", one) == nullptr || std::isdigit((unsigned char)one)) plain += one;
    if (is64) plain.erase(plain.find("64") == std::string::npos ? plain.size() : plain.find("64"), 2);
    if (type == 's') {
        if (given.kind != MqlArgument::text) mql_critical("%s wants a string");
        std::snprintf(out, sizeof out, plain.c_str(), given.words.c_str());
        return given.words.size() < 400 ? out : given.words;
    }
    if (std::strchr("fgGeE", type) != nullptr) {
        if (given.kind != MqlArgument::real) mql_critical("a real conversion wants a double");
        std::snprintf(out, sizeof out, plain.c_str(), given.value);
        return out;
    }
    if (given.kind == MqlArgument::wide && !is64) mql_critical("64 bits need %I64d");
    if (given.kind != MqlArgument::wide && given.kind != MqlArgument::integer)
        mql_critical("an integer conversion wants an integer");
    plain.insert(plain.size() - 1, "ll");
    std::snprintf(out, sizeof out, plain.c_str(),
                  is64 || type == 'd' || type == 'i' ? given.number : (long long)(uint)given.number);
    return out;
}

inline string mql_format(const string &format, std::initializer_list<MqlArgument> given)
{
    const std::string text = format.utf8();
    std::string out;
    auto next = given.begin();
    for (size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') { out += text[at]; continue; }
        if (text[at + 1] == '%') { out += '%'; ++at; continue; }
        std::string spec;
        do spec += text[at]; while (std::strchr("diuxXcsfgGeE", text[at++]) == nullptr && at < text.size());
        --at;
        if (next == given.end()) mql_critical("StringFormat has too few arguments");
        out += mql_one(spec, *next++);
    }
    if (next != given.end()) mql_critical("StringFormat has too many arguments");
    return string::from(out);
}
template <typename... Given> string StringFormat(const string &format, const Given &...given)
{
    return mql_format(format, {MqlArgument(given)...});
}
