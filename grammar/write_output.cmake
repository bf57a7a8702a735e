# SPDX-License-Identifier: Apache-2.0
# Runs PROGRAM and keeps what it prints in OUTPUT, only where it succeeded.
execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE text RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} failed: ${status}")
endif()
file(WRITE ${OUTPUT} "${text}")
