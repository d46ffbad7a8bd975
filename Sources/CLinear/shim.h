// liblinear's header as it stands; the module exists so that Swift can import it.
#pragma once
#include <linear.h>
