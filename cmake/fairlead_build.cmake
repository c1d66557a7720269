# SPDX-License-Identifier: Apache-2.0
# The build settings of all targets: language level, warnings, sanitizers, precompiled headers, output folders.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(FAIRLEAD_CCACHE ccache)
if(FAIRLEAD_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Precompiled headers have time stamps. These settings make ccache compare the content instead. Clones in other
    # folders share nothing: a precompiled header holds the paths of its folder, and elsewhere its files are taken for
    # others and included twice.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${FAIRLEAD_CCACHE})
endif()

add_library(fairlead_flags INTERFACE)
target_include_directories(fairlead_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(fairlead_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Wold-style-cast
    -Wcast-align -Woverloaded-virtual -Wimplicit-fallthrough -Wno-missing-field-initializers -Werror -fstack-protector-strong
    $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
    # gcc 12 warns of overflows in plain string concatenation (its bugs 105329 and 105651), and of empty optionals.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-array-bounds;-Wno-stringop-overflow;-Wno-restrict;-Wno-maybe-uninitialized>)
target_compile_definitions(fairlead_flags INTERFACE
    QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_DISABLE_DEPRECATED_BEFORE=0x060400
    FAIRLEAD_VERSION="${PROJECT_VERSION}"
    $<$<NOT:$<CONFIG:Debug>>:_GLIBCXX_ASSERTIONS>)
target_link_options(fairlead_flags INTERFACE -Wl,-z,relro -Wl,-z,now)
if(FAIRLEAD_SANITIZE)
    target_compile_options(fairlead_flags INTERFACE -fsanitize=${FAIRLEAD_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=all)
    target_link_options(fairlead_flags INTERFACE -fsanitize=${FAIRLEAD_SANITIZE})
else()
    # _FORTIFY_SOURCE needs optimisation, and hides its own findings from the sanitizers.
    target_compile_definitions(fairlead_flags INTERFACE $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
endif()

# The headers that most files include; std-only rooms share one set, Qt rooms another.
set(FAIRLEAD_STD_PCH <algorithm> <chrono> <functional> <map> <memory> <optional> <span> <string> <string_view>
    <unordered_map> <variant> <vector> "${CMAKE_SOURCE_DIR}/engine/domain/result.h")

# fairlead_room(<name> [QT] [FOLDER <folder>] LINK <targets>...)
# One folder of engine/ = one static library `fairlead_<name>` with every .cpp and .h in that folder (subfolders are
# rooms of their own).
function(fairlead_room name)
    cmake_parse_arguments(ROOM "QT" "FOLDER" "LINK" ${ARGN})
    if(NOT ROOM_FOLDER)
        set(ROOM_FOLDER ${CMAKE_CURRENT_SOURCE_DIR}/${name})
    endif()
    file(GLOB sources CONFIGURE_DEPENDS ${ROOM_FOLDER}/*.cpp ${ROOM_FOLDER}/*.h ${ROOM_FOLDER}/*.qrc)
    add_library(fairlead_${name} STATIC ${sources})
    set_target_properties(fairlead_${name} PROPERTIES LINKER_LANGUAGE CXX)
    # The flags are for this build only; users of an installed room choose their own.
    target_link_libraries(fairlead_${name} PUBLIC $<BUILD_INTERFACE:fairlead_flags> ${ROOM_LINK})
    target_include_directories(fairlead_${name} INTERFACE $<INSTALL_INTERFACE:include/fairlead>)
    target_compile_features(fairlead_${name} PUBLIC cxx_std_20)
    set_target_properties(fairlead_${name} PROPERTIES EXPORT_NAME ${name} FAIRLEAD_FOLDER ${ROOM_FOLDER})
    set_property(GLOBAL APPEND PROPERTY FAIRLEAD_ROOMS ${name})
    add_library(fairlead::${name} ALIAS fairlead_${name})
    if(ROOM_QT)
        target_link_libraries(fairlead_${name} PUBLIC Qt6::Core)
        set_target_properties(fairlead_${name} PROPERTIES AUTOMOC ON AUTORCC ON)
    endif()
    # A room that is compiled in few units gains nothing from a precompiled header of its own.
    if(FAIRLEAD_PCH AND NOT CMAKE_UNITY_BUILD)
        target_precompile_headers(fairlead_${name} PRIVATE ${FAIRLEAD_STD_PCH}
            $<$<BOOL:${ROOM_QT}>:<QObject$<ANGLE-R>>)
    endif()
endfunction()
