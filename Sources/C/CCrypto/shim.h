// Only the digest interface of libcrypto: the whole of openssl/*.h costs seconds of import for nothing.
#pragma once
#include <openssl/evp.h>
