// Functions on text, numbers and time.
#pragma once
#include "mql-constants.h"
#include "mql-string.h"
#include <cfloat>
#include <chrono>
#include <climits>
#include <cmath>
#include <cstdarg>
#include <cstring>
#include <ctime>

constexpr int WHOLE_ARRAY = -1;
constexpr uint CP_ACP = 0, CP_UTF8 = 65001;
constexpr int EMPTY = -1, INVALID_HANDLE = -1, CLR_NONE = -1;
constexpr double EMPTY_VALUE = DBL_MAX;
constexpr int TIME_DATE = 1, TIME_MINUTES = 2, TIME_SECONDS = 4;

struct MqlNULL {
    operator string() const { return string(); }
    template <typename T, typename = std::enable_if_t<std::is_arithmetic_v<T>>> operator T() const { return 0; }
};

inline int StringLen(const string &text) { return (int)text.raw().size(); }
inline ushort StringGetCharacter(const string &text, int at)
{
    return at < 0 || at >= StringLen(text) ? 0 : text.raw()[(size_t)at];
}
inline bool StringSetCharacter(string &text, int at, ushort value)
{
    if (at < 0 || at > StringLen(text)) return false;
    if (at == StringLen(text)) text.raw() += (char16_t)value;
    else if (value == 0) text.raw().resize((size_t)at);
    else text.raw()[(size_t)at] = value;
    return true;
}
inline string StringSubstr(const string &text, int start, int length = -1)
{
    if (start < 0 || start >= StringLen(text)) return string();
    const auto count = length <= 0 ? std::u16string::npos : (size_t)length;
    return length == 0 ? string() : string(text.raw().substr((size_t)start, count));
}
inline int StringFind(const string &text, const string &what, int start = 0)
{
    const auto at = text.raw().find(what.raw(), (size_t)std::max(0, start));
    return at == std::u16string::npos ? -1 : (int)at;
}
inline int StringReplace(string &text, const string &find, const string &put)
{
    if (StringLen(find) == 0) return 0;
    int count = 0;
    for (size_t at = 0; (at = text.raw().find(find.raw(), at)) != std::u16string::npos; at += put.raw().size()) {
        text.raw().replace(at, find.raw().size(), put.raw());
        ++count;
    }
    return count;
}
inline bool StringAdd(string &text, const string &more) { text += more; return true; }
inline int StringSplit(const string &text, ushort separator, MqlArray<string> &parts)
{
    ArrayResize(parts, 0);
    if (StringLen(text) == 0) return 0;
    std::u16string part;
    for (const char16_t one : text.raw()) {
        if (one == separator) { parts.raw().push_back(string(part)); part.clear(); }
        else part += one;
    }
    parts.raw().push_back(string(part));
    return ArraySize(parts);
}
inline bool mql_blank(char16_t one) { return one == u' ' || one == u'\t' || one == u'\r' || one == u'\n'; }
inline int StringTrimLeft(string &text)
{
    size_t at = 0;
    while (at < text.raw().size() && mql_blank(text.raw()[at])) ++at;
    text.raw().erase(0, at);
    return (int)at;
}
inline int StringTrimRight(string &text)
{
    int cut = 0;
    while (!text.raw().empty() && mql_blank(text.raw().back())) { text.raw().pop_back(); ++cut; }
    return cut;
}
inline bool StringToLower(string &text)
{
    for (auto &one : text.raw()) if (one >= u'A' && one <= u'Z') one += 32;
    return true;
}
inline bool StringToUpper(string &text)
{
    for (auto &one : text.raw()) if (one >= u'a' && one <= u'z') one -= 32;
    return true;
}
inline int StringCompare(const string &a, const string &b, bool = true) { return a == b ? 0 : a < b ? -1 : 1; }
inline bool StringInit(string &text, int length = 0, ushort fill = 0)
{
    text = string(std::u16string((size_t)length, (char16_t)fill));
    return true;
}
inline bool StringReserve(string &text, uint size) { text.raw().reserve(size); return true; }
inline string ShortToString(ushort value) { return string(std::u16string(1, (char16_t)value)); }
inline string CharToString(uchar value) { return ShortToString(value); }
inline long StringToInteger(const string &text) { return std::strtol(text.utf8().c_str(), nullptr, 10); }
inline double StringToDouble(const string &text) { return std::strtod(text.utf8().c_str(), nullptr); }
inline string mql_padded(std::string digits, int length, ushort fill)
{
    while ((int)digits.size() < length) digits.insert(digits.begin(), (char)fill);
    return string::from(digits);
}
// As documented: the parameter is a long, so what is above 2^63 comes out negative.
inline string IntegerToString(long value, int length = 0, ushort fill = ' ')
{
    return mql_padded(std::to_string(value), length, fill);
}
inline string DoubleToString(double value, int digits = 8)
{
    char text[400];
    if (!std::isfinite(value)) return std::isnan(value) ? u"nan" : value > 0 ? u"inf" : u"-inf";
    if (digits < 0) std::snprintf(text, sizeof text, "%.*e", -digits, value);
    else std::snprintf(text, sizeof text, "%.*f", std::min(digits, 16), value);
    return string::from(text);
}
template <typename E> string EnumToString(E value)
{
    static_assert(std::is_enum_v<E>, "EnumToString wants an enumeration");
    const auto &names = mql_names(value);
    const auto found = names.find((long long)value);
    if (found != names.end()) return string::from(found->second);
    return string(u"ENUM::") + IntegerToString((long)value);
}

inline int StringToCharArray(const string &text, MqlArray<uchar> &to, int start = 0, int count = WHOLE_ARRAY,
                             uint codepage = CP_ACP)
{
    std::string bytes;
    if (codepage == CP_UTF8) bytes = text.utf8();
    else for (const char16_t one : text.raw()) bytes += one < 128 ? (char)one : '?';
    if (count == WHOLE_ARRAY) bytes += '\0'; // the terminating zero is copied and counted
    else if ((size_t)count < bytes.size()) bytes.resize((size_t)count);
    if (ArraySize(to) < start + (int)bytes.size()) ArrayResize(to, start + (int)bytes.size());
    for (size_t at = 0; at < bytes.size(); ++at) to[start + (int)at] = (uchar)bytes[at];
    return (int)bytes.size();
}
inline string CharArrayToString(const MqlArray<uchar> &from, int start = 0, int count = -1, uint codepage = CP_ACP)
{
    std::string bytes;
    const int end = count < 0 ? ArraySize(from) : std::min(ArraySize(from), start + count);
    for (int at = start; at < end && from[at] != 0; ++at) bytes += (char)from[at];
    if (codepage == CP_UTF8) return string::from(bytes);
    std::u16string text;
    for (const char one : bytes) text += (unsigned char)one < 128 ? (char16_t)one : u'?';
    return string(text);
}

template <typename T> T MathAbs(T value) { return value < 0 ? -value : value; }
inline double MathFloor(double value) { return std::floor(value); }
inline double MathCeil(double value) { return std::ceil(value); }
inline double MathRound(double value) { return std::round(value); }
inline double MathSqrt(double value) { return std::sqrt(value); }
inline double MathPow(double base, double power) { return std::pow(base, power); }
inline double MathLog10(double value) { return std::log10(value); }
inline double MathMod(double a, double b) { return std::fmod(a, b); }
template <typename A, typename B> auto MathMax(A a, B b) { return a > b ? a : (decltype(a + b))b; }
template <typename A, typename B> auto MathMin(A a, B b) { return a < b ? a : (decltype(a + b))b; }
inline bool MathIsValidNumber(double value) { return std::isfinite(value); }
inline double NormalizeDouble(double value, int digits)
{
    const double scale = std::pow(10.0, digits);
    return std::round(value * scale) / scale;
}
inline int MathRand() { return std::rand() & 32767; }
inline void MathSrand(int seed) { std::srand((unsigned)seed); }

struct MqlDateTime { int year, mon, day, hour, min, sec, day_of_week, day_of_year; };
inline bool TimeToStruct(datetime time, MqlDateTime &out)
{
    tm parts{};
    const time_t seconds = time;
    gmtime_r(&seconds, &parts);
    out = {parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
           parts.tm_wday, parts.tm_yday};
    return true;
}
inline datetime StructToTime(const MqlDateTime &at)
{
    tm parts{};
    parts.tm_year = at.year - 1900; parts.tm_mon = at.mon - 1; parts.tm_mday = at.day;
    parts.tm_hour = at.hour; parts.tm_min = at.min; parts.tm_sec = at.sec;
    return timegm(&parts);
}
inline string TimeToString(datetime time, int flags = TIME_DATE | TIME_MINUTES)
{
    MqlDateTime at{};
    TimeToStruct(time, at);
    char text[64];
    std::string out;
    if (flags & TIME_DATE) {
        std::snprintf(text, sizeof text, "%04d.%02d.%02d", at.year, at.mon, at.day);
        out = text;
    }
    if (flags & (TIME_MINUTES | TIME_SECONDS)) {
        std::snprintf(text, sizeof text, flags & TIME_SECONDS ? "%02d:%02d:%02d" : "%02d:%02d", at.hour, at.min, at.sec);
        out += (out.empty() ? "" : " ") + std::string(text);
    }
    return string::from(out);
}
inline ulong mql_mono_us()
{
    using namespace std::chrono;
    return (ulong)duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}
inline ulong mql_mono_skew = 0; // milliseconds that the harness has moved the clock ahead
inline ulong GetTickCount64() { return mql_mono_us() / 1000 + mql_mono_skew; }
inline uint GetTickCount() { return (uint)GetTickCount64(); }
inline ulong GetMicrosecondCount() { return mql_mono_us(); }
// The computer's clock, moved ahead by the harness when a test wants a later time.
inline long mql_skew = 0;
inline datetime TimeLocal() { return std::time(nullptr) + mql_skew; }
inline datetime TimeGMT() { return std::time(nullptr) + mql_skew; }
