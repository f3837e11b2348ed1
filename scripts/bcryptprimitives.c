/* The one function of bcryptprimitives.dll that Go needs. Windows has it; wine before 8.3 does
 * not, so that scripts/e2e-windows.sh gives wine this. It is no part of what users get. */
#include <stddef.h>

typedef unsigned char BYTE;
typedef int BOOL;

BYTE __stdcall SystemFunction036(void *buffer, unsigned long length); /* RtlGenRandom, advapi32 */

__declspec(dllexport) BOOL __stdcall ProcessPrng(BYTE *data, size_t length)
{
    while (length > 0) {
        unsigned long part = length > 0x10000000 ? 0x10000000 : (unsigned long)length;
        if (!SystemFunction036(data, part))
            return 0;
        data += part;
        length -= part;
    }
    return 1;
}
