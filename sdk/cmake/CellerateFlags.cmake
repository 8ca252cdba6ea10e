# Flags that the numbers depend on: results are the same bits everywhere, so that nothing is contracted to fused
# multiply-add on any device. Plugins get them too: they compile kernels.
function(cellerate_number_flags target)
  target_compile_options(${target} INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wno-unknown-pragmas -ffp-contract=off>
    $<$<COMPILE_LANGUAGE:CUDA>:--fmad=false --extended-lambda --expt-relaxed-constexpr
      -Xcompiler=-ffp-contract=off,-Wno-unknown-pragmas>)
  # The system's loader refuses what the processor cannot run, with a message in place of an illegal instruction.
  if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64" AND NOT CELLERATE_CPU STREQUAL "x86-64")
    target_compile_options(${target} INTERFACE
      $<$<COMPILE_LANGUAGE:CXX>:-march=${CELLERATE_CPU}> $<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-march=${CELLERATE_CPU}>)
    target_link_options(${target} INTERFACE LINKER:-z,${CELLERATE_CPU})
  endif()
endfunction()
