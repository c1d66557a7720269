# SPDX-License-Identifier: Apache-2.0
# The CMake package: find_package(fairlead) gives fairlead::fair_queue and fairlead::engine. docs/EMBED.md shows both.
include(CMakePackageConfigHelpers)
set(package_dir lib/cmake/fairlead)

# fairlead_export(<component> <rooms>...): libraries, headers and CMake targets of these rooms as one install component.
function(fairlead_export component)
    list(TRANSFORM ARGN PREPEND fairlead_ OUTPUT_VARIABLE targets)
    install(TARGETS ${targets} EXPORT fairlead-${component}-targets
        ARCHIVE DESTINATION lib/fairlead COMPONENT ${component})
    install(EXPORT fairlead-${component}-targets NAMESPACE fairlead:: DESTINATION ${package_dir} COMPONENT ${component})
    foreach(target ${targets})
        get_target_property(folder ${target} FAIRLEAD_FOLDER)
        file(RELATIVE_PATH place ${CMAKE_SOURCE_DIR} ${folder})
        file(GLOB headers CONFIGURE_DEPENDS ${folder}/*.h)
        install(FILES ${headers} DESTINATION include/fairlead/${place} COMPONENT ${component})
    endforeach()
endfunction()

get_property(engine_rooms GLOBAL PROPERTY FAIRLEAD_ROOMS)
list(REMOVE_ITEM engine_rooms fair_queue domain)
fairlead_export(fair_queue fair_queue domain)
fairlead_export(engine ${engine_rooms})

configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/fairlead-config.cmake.in
    ${CMAKE_BINARY_DIR}/fairlead-config.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/fairlead-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/fairlead-config.cmake ${CMAKE_BINARY_DIR}/fairlead-config-version.cmake
    DESTINATION ${package_dir} COMPONENT fair_queue)
