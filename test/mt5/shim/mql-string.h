// MQL5's string (UTF-16) and dynamic array. Both are stricter than the terminal: a number is no string without a
// conversion, and an index out of range ends the program at once, as the terminal ends an Expert Advisor.
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <type_traits>
#include <vector>

using uchar = unsigned char;
using ushort = unsigned short;
using uint = unsigned int;
using ulong = unsigned long;
using color = int;
using datetime = long;
static_assert(sizeof(long) == 8, "MQL5's long has 64 bits");

[[noreturn]] inline void mql_critical(const char *what)
{
    std::fprintf(stderr, "critical error: %s\n", what);
    std::fflush(stderr);
    std::abort();
}

inline std::string mql_to_utf8(const std::u16string &text)
{
    std::string out;
    for (size_t at = 0; at < text.size(); ++at) {
        uint32_t point = text[at];
        if (point >= 0xD800 && point < 0xDC00 && at + 1 < text.size())
            point = 0x10000 + ((point - 0xD800) << 10) + (text[++at] - 0xDC00);
        if (point < 0x80) out += (char)point;
        else if (point < 0x800) { out += (char)(0xC0 | point >> 6); out += (char)(0x80 | (point & 63)); }
        else if (point < 0x10000) {
            out += (char)(0xE0 | point >> 12);
            out += (char)(0x80 | (point >> 6 & 63));
            out += (char)(0x80 | (point & 63));
        } else {
            out += (char)(0xF0 | point >> 18);
            out += (char)(0x80 | (point >> 12 & 63));
            out += (char)(0x80 | (point >> 6 & 63));
            out += (char)(0x80 | (point & 63));
        }
    }
    return out;
}

// What is no UTF-8 becomes U+FFFD, byte for byte.
inline std::u16string mql_from_utf8(const std::string &bytes)
{
    std::u16string out;
    for (size_t at = 0; at < bytes.size();) {
        const auto first = (unsigned char)bytes[at];
        const int more = first < 0x80 ? 0 : first >> 5 == 6 ? 1 : first >> 4 == 14 ? 2 : first >> 3 == 30 ? 3 : -1;
        uint32_t point = more <= 0 ? first : first & (0x3F >> more);
        bool valid = more >= 0 && at + more < bytes.size();
        for (int k = 1; valid && k <= more; ++k) {
            const auto next = (unsigned char)bytes[at + k];
            valid = next >> 6 == 2;
            point = point << 6 | (next & 63);
        }
        if (!valid) { out += u'\xFFFD'; ++at; continue; }
        if (point >= 0x10000) {
            point -= 0x10000;
            out += (char16_t)(0xD800 + (point >> 10));
            out += (char16_t)(0xDC00 + (point & 0x3FF));
        } else out += (char16_t)point;
        at += 1 + more;
    }
    return out;
}

class string {
public:
    string() = default;
    string(const char16_t *text) : text_(text) {}
    explicit string(std::u16string text) : text_(std::move(text)) {}
    static string from(const std::string &utf8) { return string(mql_from_utf8(utf8)); }
    std::string utf8() const { return mql_to_utf8(text_); }
    std::u16string &raw() { return text_; }
    const std::u16string &raw() const { return text_; }
    string &operator+=(const string &other) { text_ += other.text_; return *this; }
    friend string operator+(const string &a, const string &b) { return string(a.text_ + b.text_); }
    friend bool operator==(const string &a, const string &b) { return a.text_ == b.text_; }
    friend bool operator!=(const string &a, const string &b) { return a.text_ != b.text_; }
    friend bool operator<(const string &a, const string &b) { return a.text_ < b.text_; }
    friend bool operator>(const string &a, const string &b) { return a.text_ > b.text_; }
    friend bool operator<=(const string &a, const string &b) { return a.text_ <= b.text_; }
    friend bool operator>=(const string &a, const string &b) { return a.text_ >= b.text_; }
    ushort operator[](long at) const
    {
        if (at < 0 || (size_t)at >= text_.size()) mql_critical("string index out of range");
        return text_[(size_t)at];
    }

private:
    std::u16string text_;
};

template <typename T> class MqlArray {
public:
    MqlArray() = default;
    explicit MqlArray(size_t size) : items_(size), fixed_(true) {}
    MqlArray(size_t size, std::initializer_list<T> items) : items_(items), fixed_(size > 0)
    {
        if (size > items_.size()) items_.resize(size);
    }
    MqlArray(const MqlArray &) = default;
    MqlArray &operator=(const MqlArray &) = default;
    template <typename Index> T &operator[](Index at) { return items_[checked((long)at)]; }
    template <typename Index> const T &operator[](Index at) const { return items_[checked((long)at)]; }
    std::vector<T> &raw() { return items_; }
    const std::vector<T> &raw() const { return items_; }
    bool fixed() const { return fixed_; }

private:
    size_t checked(long at) const
    {
        if (at < 0 || (size_t)at >= items_.size()) mql_critical("array out of range");
        return (size_t)at;
    }
    std::vector<T> items_;
    bool fixed_ = false;
};
// std::vector<bool> has no references to its items.
template <> class MqlArray<bool> : public MqlArray<uchar> {
public:
    using MqlArray<uchar>::MqlArray;
};

template <typename T> int ArraySize(const MqlArray<T> &array) { return (int)array.raw().size(); }
template <typename T> int ArrayResize(MqlArray<T> &array, long size, long = 0)
{
    if (size < 0 || array.fixed()) return -1;
    array.raw().resize((size_t)size);
    return (int)size;
}
template <typename T> void ArrayFree(MqlArray<T> &array) { if (!array.fixed()) array.raw().clear(); }
template <typename T, typename V> int ArrayInitialize(MqlArray<T> &array, V value)
{
    for (auto &item : array.raw()) item = (T)value;
    return ArraySize(array);
}
template <typename T, typename V> void ArrayFill(MqlArray<T> &array, int start, int count, V value)
{
    for (int at = start; at < start + count; ++at) array[at] = (T)value;
}
template <typename T>
int ArrayCopy(MqlArray<T> &to, const MqlArray<T> &from, int to_start = 0, int from_start = 0, int count = -1)
{
    const int left = ArraySize(from) - from_start;
    const int take = count < 0 || count > left ? left : count;
    if (take <= 0) return 0;
    const std::vector<T> copy(from.raw().begin() + from_start, from.raw().begin() + from_start + take);
    if (ArraySize(to) < to_start + take && ArrayResize(to, to_start + take) < 0) return 0;
    for (int at = 0; at < take; ++at) to[to_start + at] = copy[(size_t)at];
    return take;
}
template <typename T> bool ArrayRemove(MqlArray<T> &array, uint start, uint count = 0xFFFFFFFFu)
{
    auto &items = array.raw();
    if (start >= items.size()) return false;
    const size_t end = count > items.size() - start ? items.size() : start + count;
    items.erase(items.begin() + start, items.begin() + (long)end);
    return true;
}
template <typename T> bool ArraySetAsSeries(MqlArray<T> &, bool series) { return !series; }
template <typename T> bool ArraySort(MqlArray<T> &array)
{
    std::sort(array.raw().begin(), array.raw().end());
    return true;
}
template <typename T> void ZeroMemory(T &value) { value = T{}; }
