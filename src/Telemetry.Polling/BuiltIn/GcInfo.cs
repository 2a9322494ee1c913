namespace Telemetry.Polling;

/// <summary>The figures that the runtime has of the last garbage collection, in bytes.</summary>
/// <param name="Heap">The size of the heap, with the memory that is fragmented.</param>
/// <param name="Fragmented">The free memory between objects of the heap.</param>
/// <param name="Committed">The memory that the collector has from the operating system.</param>
/// <param name="Available">The memory that the collector can use, such as the limit of a container.</param>
/// <param name="PausePercentage">The part of the time so far in which the collector paused the process, in percent.</param>
internal readonly record struct GcInfo(long Heap, long Fragmented, long Committed, long Available, double PausePercentage);
