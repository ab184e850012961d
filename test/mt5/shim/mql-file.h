// Files in a sandbox folder of the harness, with MQL5's flags. FileFlush reaches the operating system, so that what
// was flushed outlives a kill; what was not may be lost, as it may in the terminal.
#pragma once
#include "mql-link.h"
#include "mql-socket.h"
#include <filesystem>
#include <sys/stat.h>

struct MqlFile {
    std::FILE *file;
    int flags;
};
inline std::map<int, MqlFile> mql_files;
inline int mql_next_file = 1;

inline std::filesystem::path mql_path(const string &name)
{
    const char *folder = std::getenv("MQL_FILES");
    std::string relative = name.utf8();
    for (char &one : relative) if (one == '\\') one = '/';
    if (relative.find("..") != std::string::npos) mql_critical("a file outside the sandbox");
    return std::filesystem::path(folder == nullptr ? "." : folder) / relative;
}
// What the harness does to the disk: "full" (nothing opens for writing), "short" (half of each line is written),
// "locked" (no file takes another's place), "state-locked" (that of the state alone cannot be taken).
inline std::string mql_disk()
{
    const auto found = mql_state.terminal.find("disk");
    return found == mql_state.terminal.end() ? std::string() : found->second;
}
inline int FileOpen(const string name, int flags, short = '\t', uint = CP_ACP)
{
    const auto path = mql_path(name);
    std::filesystem::create_directories(path.parent_path());
    const bool reads = flags & FILE_READ, writes = flags & FILE_WRITE;
    if (writes && mql_disk() == "full") { mql_last_error = 5004; return INVALID_HANDLE; }
    const bool exists = std::filesystem::exists(path);
    // Writing alone empties the file; reading and writing keeps it and makes it where it is missing.
    const char *mode = writes && reads ? (exists ? "r+b" : "w+b") : writes ? "wb" : "rb";
    std::FILE *file = std::fopen(path.c_str(), mode);
    if (file == nullptr) { mql_last_error = 5004; return INVALID_HANDLE; }
    std::setvbuf(file, nullptr, _IOFBF, 1 << 16);
    mql_files[mql_next_file] = {file, flags};
    return mql_next_file++;
}
inline MqlFile *mql_file(int handle)
{
    const auto found = mql_files.find(handle);
    if (found == mql_files.end()) { mql_last_error = 5007; return nullptr; }
    return &found->second;
}
inline void FileClose(int handle)
{
    if (MqlFile *known = mql_file(handle)) { std::fclose(known->file); mql_files.erase(handle); }
}
inline void FileFlush(int handle)
{
    if (MqlFile *known = mql_file(handle)) std::fflush(known->file);
}
inline bool FileSeek(int handle, long offset, ENUM_FILE_POSITION origin)
{
    MqlFile *known = mql_file(handle);
    const int from = origin == SEEK_SET_MQL ? SEEK_SET : origin == SEEK_CUR_MQL ? SEEK_CUR : SEEK_END;
    return known != nullptr && std::fseek(known->file, offset, from) == 0;
}
inline ulong FileTell(int handle) { MqlFile *known = mql_file(handle); return known ? (ulong)std::ftell(known->file) : 0; }
inline ulong FileSize(int handle)
{
    MqlFile *known = mql_file(handle);
    if (known == nullptr) return 0;
    std::fflush(known->file);
    struct stat about{};
    fstat(fileno(known->file), &about);
    return (ulong)about.st_size;
}
inline bool FileIsEnding(int handle)
{
    MqlFile *known = mql_file(handle);
    if (known == nullptr) return true;
    const int next = std::fgetc(known->file);
    if (next == EOF) return true;
    std::ungetc(next, known->file);
    return false;
}
inline uint FileWriteString(int handle, const string text, int length = -1)
{
    MqlFile *known = mql_file(handle);
    if (known == nullptr) return 0;
    const string cut = length >= 0 ? StringSubstr(text, 0, length) : text;
    std::string bytes;
    if (known->flags & FILE_ANSI) for (const char16_t one : cut.raw()) bytes += one < 128 ? (char)one : '?';
    else for (const char16_t one : cut.raw()) { bytes += (char)(one & 255); bytes += (char)(one >> 8); }
    if (mql_disk() == "short") bytes.resize(bytes.size() / 2);
    return (uint)std::fwrite(bytes.data(), 1, bytes.size(), known->file);
}
inline string FileReadString(int handle, int length = -1)
{
    MqlFile *known = mql_file(handle);
    std::u16string text;
    if (known == nullptr) return string();
    const bool wide = !(known->flags & FILE_ANSI), whole = known->flags & FILE_BIN;
    while (length < 0 || (int)text.size() < length) {
        const int first = std::fgetc(known->file);
        if (first == EOF) break;
        const int second = wide ? std::fgetc(known->file) : 0;
        const auto one = (char16_t)(first | second << 8);
        if (!whole && one == u'\n') break;
        if (!whole && one == u'\r') continue;
        text += one;
    }
    return string(text);
}
template <typename T>
uint FileWriteArray(int handle, const MqlArray<T> &array, int start = 0, int count = WHOLE_ARRAY)
{
    MqlFile *known = mql_file(handle);
    const int take = count < 0 ? ArraySize(array) - start : count;
    if (known == nullptr || take <= 0) return 0;
    if (start + take > ArraySize(array)) mql_critical("FileWriteArray past the end of its array");
    return (uint)std::fwrite(&array.raw()[(size_t)start], sizeof(T), (size_t)take, known->file);
}
template <typename T> uint FileReadArray(int handle, MqlArray<T> &array, int start = 0, int count = WHOLE_ARRAY)
{
    MqlFile *known = mql_file(handle);
    if (known == nullptr) return 0;
    uint done = 0;
    T item;
    while ((count < 0 || (int)done < count) && std::fread(&item, sizeof(T), 1, known->file) == 1) {
        if (ArraySize(array) <= start + (int)done) ArrayResize(array, start + (int)done + 1);
        array[start + (int)done++] = item;
    }
    return done;
}
inline bool FileIsExist(const string name, int = 0) { return std::filesystem::is_regular_file(mql_path(name)); }
inline bool FileDelete(const string name, int = 0) { std::error_code none; return std::filesystem::remove(mql_path(name), none); }
inline bool FileMove(const string from, int, const string to, int flags)
{
    std::error_code fault;
    if (FileIsExist(to) && !(flags & FILE_REWRITE)) { mql_last_error = 5019; return false; }
    const bool isState = to.utf8().ends_with("-state.txt");
    if (mql_disk() == "locked" || (mql_disk() == "state-locked" && isState)) { mql_last_error = 5019; return false; }
    std::filesystem::create_directories(mql_path(to).parent_path());
    std::filesystem::rename(mql_path(from), mql_path(to), fault);
    return !fault;
}
inline bool FileCopy(const string from, int, const string to, int flags)
{
    std::error_code fault;
    const auto how = flags & FILE_REWRITE ? std::filesystem::copy_options::overwrite_existing
                                          : std::filesystem::copy_options::none;
    return std::filesystem::copy_file(mql_path(from), mql_path(to), how, fault) && !fault;
}
inline bool FolderCreate(const string name, int = 0)
{
    std::error_code fault;
    std::filesystem::create_directories(mql_path(name), fault);
    return !fault;
}
