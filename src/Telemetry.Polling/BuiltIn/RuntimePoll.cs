namespace Telemetry.Polling;

/// <summary>The built-in poll of the runtime: <c>vm.memory</c>, <c>vm.gc</c>, <c>vm.cpu</c> and <c>vm.thread_pool</c>.</summary>
internal sealed class RuntimePoll
{
    private static readonly EventName s_memory = EventName.Parse("vm.memory");
    private static readonly EventName s_gc = EventName.Parse("vm.gc");
    private static readonly EventName s_cpu = EventName.Parse("vm.cpu");
    private static readonly EventName s_threadPool = EventName.Parse("vm.thread_pool");

    private readonly Figures _figures = new();
    private readonly WorkingSet _workingSet = new();
    private readonly ProcessorTime _processorTime = new();
    private readonly ProcessorShare _share = new(Environment.ProcessorCount);

    internal void Measure(PollContext context)
    {
        _figures.Clear();
        GcInfo? collection = RuntimeApi.LastCollection;
        AddMemory(collection);
        _figures.Emit(context, s_memory);
        AddGc(collection);
        _figures.Emit(context, s_gc);
        AddCpu();
        _figures.Emit(context, s_cpu);
        AddThreadPool();
        _figures.Emit(context, s_threadPool);
    }

    private void AddMemory(GcInfo? collection)
    {
        _figures.Add("total", (MeasurementValue)GC.GetTotalMemory(forceFullCollection: false));
        _figures.Add("working_set", (MeasurementValue)_workingSet.Read());
        _figures.Add("gc_heap", collection?.Heap);
        _figures.Add("gc_fragmented", collection?.Fragmented);
        _figures.Add("gc_committed", collection?.Committed);
        _figures.Add("gc_available", collection?.Available);
    }

    private void AddGc(GcInfo? collection)
    {
        _figures.Add("gen0_collections", (MeasurementValue)GC.CollectionCount(0));
        _figures.Add("gen1_collections", (MeasurementValue)GC.CollectionCount(1));
        _figures.Add("gen2_collections", (MeasurementValue)GC.CollectionCount(2));
        _figures.Add("allocated", RuntimeApi.AllocatedBytes);
        if (RuntimeApi.PauseDuration is { } pauses)
        {
            _figures.Add("pause_time", (MeasurementValue)pauses);
        }

        if (collection is { } last)
        {
            _figures.Add("pause_percent", (MeasurementValue)last.PausePercentage);
        }
    }

    private void AddCpu()
    {
        _processorTime.Read(out TimeSpan user, out TimeSpan system);
        _figures.Add("user", (MeasurementValue)user);
        _figures.Add("system", (MeasurementValue)system);
        if (_share.Next(PollClock.Now, user + system) is { } percent)
        {
            _figures.Add("percent", (MeasurementValue)percent);
        }
    }

    private void AddThreadPool()
    {
        _figures.Add("threads", RuntimeApi.Threads);
        _figures.Add("queue", RuntimeApi.QueueLength);
        _figures.Add("completed", RuntimeApi.CompletedItems);
        _figures.Add("lock_contentions", RuntimeApi.LockContentions);
        _figures.Add("timers", RuntimeApi.Timers);
    }
}
