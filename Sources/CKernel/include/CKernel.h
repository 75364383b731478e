#ifndef CKERNEL_H
#define CKERNEL_H
#endif
