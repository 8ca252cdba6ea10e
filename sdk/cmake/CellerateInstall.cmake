# What `cmake --install` and `cpack` give others: the program, the library with its headers, and the kit for plugins.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Cellerate)
set(kit_dir ${CMAKE_INSTALL_LIBDIR}/cellerate)

install(TARGETS cellerate)
install(TARGETS cellerate_shared EXPORT CellerateTargets)
install(FILES $<TARGET_PROPERTY:cellerate_static,ARCHIVE> DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/sdk/include/cellerate DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/sdk/docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR})

install(DIRECTORY ${PROJECT_SOURCE_DIR}/samples/embed_c ${PROJECT_SOURCE_DIR}/samples/embed_cpp
  ${PROJECT_SOURCE_DIR}/samples/micro_manager ${PROJECT_SOURCE_DIR}/samples/own_module
  DESTINATION ${CMAKE_INSTALL_DATADIR}/cellerate/samples
  PATTERN "__pycache__" EXCLUDE)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/sdk/python DESTINATION ${CMAKE_INSTALL_DATADIR}/cellerate
  PATTERN "__pycache__" EXCLUDE PATTERN "*.egg-info" EXCLUDE PATTERN "build" EXCLUDE)

# The kit for plugins: the sources of kernels that callers see, and the kernels.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/cuda DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cellerate/kit
  FILES_MATCHING PATTERN "*.hpp")
install(FILES $<TARGET_FILE:cellerate_kernels> DESTINATION ${kit_dir})

install(EXPORT CellerateTargets NAMESPACE Cellerate:: DESTINATION ${package_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/sdk/cmake/CellerateConfig.cmake.in
  ${PROJECT_BINARY_DIR}/CellerateConfig.cmake INSTALL_DESTINATION ${package_dir}
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR kit_dir)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/CellerateConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/CellerateConfig.cmake ${PROJECT_BINARY_DIR}/CellerateConfigVersion.cmake
  ${PROJECT_SOURCE_DIR}/sdk/cmake/CelleratePlugin.cmake ${PROJECT_SOURCE_DIR}/sdk/cmake/CellerateCuda.cmake
  ${PROJECT_SOURCE_DIR}/sdk/cmake/CellerateFlags.cmake DESTINATION ${package_dir})
# Relative, so that the tree may be moved.
file(RELATIVE_PATH CELLERATE_PC_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${PROJECT_SOURCE_DIR}/sdk/cmake/cellerate.pc.in ${PROJECT_BINARY_DIR}/cellerate.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/cellerate.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

set(CPACK_GENERATOR "TGZ;DEB")
set(CPACK_PACKAGE_NAME cellerate)
set(CPACK_PACKAGE_VENDOR "Cellerate contributors")
set(CPACK_PACKAGE_CONTACT "Cellerate contributors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libtbb-dev, cmake")
include(CPack)
