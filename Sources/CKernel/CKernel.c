// Header-only: the package manager wants a source file in every C target.
#include "CKernel.h"
