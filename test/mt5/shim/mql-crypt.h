// CryptEncode, of which only SHA-256 (FIPS 180-4) and Base64 are played.
#pragma once
#include "mql-string.h"
#include "mql-constants.h"
#include <array>

inline std::vector<uchar> mql_sha256(std::vector<uchar> message)
{
    static const uint32_t k[64] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
    std::array<uint32_t, 8> h = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    const auto turn = [](uint32_t x, int by) { return x >> by | x << (32 - by); };
    const uint64_t bits = message.size() * 8ULL;
    message.push_back(0x80);
    while (message.size() % 64 != 56) message.push_back(0);
    for (int at = 7; at >= 0; --at) message.push_back((uchar)(bits >> (8 * at)));
    for (size_t block = 0; block < message.size(); block += 64) {
        uint32_t w[64];
        for (size_t t = 0; t < 16; ++t) {
            const uchar *p = &message[block + 4 * t];
            w[t] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
        }
        for (int t = 16; t < 64; ++t) {
            const uint32_t a = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ w[t - 15] >> 3;
            const uint32_t b = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ w[t - 2] >> 10;
            w[t] = w[t - 16] + a + w[t - 7] + b;
        }
        auto v = h;
        for (int t = 0; t < 64; ++t) {
            const uint32_t s1 = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25);
            const uint32_t one = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + k[t] + w[t];
            const uint32_t s0 = turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22);
            const uint32_t two = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
            v = {one + two, v[0], v[1], v[2], v[3] + one, v[4], v[5], v[6]};
        }
        for (size_t at = 0; at < 8; ++at) h[at] += v[at];
    }
    std::vector<uchar> digest;
    for (const uint32_t word : h)
        for (int at = 3; at >= 0; --at) digest.push_back((uchar)(word >> (8 * at)));
    return digest;
}

inline int CryptEncode(ENUM_CRYPT_METHOD method, const MqlArray<uchar> &data, const MqlArray<uchar> &,
                       MqlArray<uchar> &result)
{
    if (method != CRYPT_HASH_SHA256) mql_critical("only SHA-256 is played");
    const auto digest = mql_sha256(data.raw());
    ArrayResize(result, (long)digest.size());
    for (size_t at = 0; at < digest.size(); ++at) result[(long)at] = digest[at];
    return (int)digest.size();
}
