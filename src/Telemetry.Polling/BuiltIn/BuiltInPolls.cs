namespace Telemetry.Polling;

/// <summary>The polls that are built in: measurements of the process and its runtime. None runs unless it is added.</summary>
/// <remarks>
/// <para><c>Runtime</c> takes some microseconds. It emits four events, with the figures that the runtime has; those of a garbage
/// collection are absent before the first one, and those that are marked .NET are absent on .NET Framework.</para>
/// <list type="table">
/// <listheader><term>event</term><description>measurements</description></listheader>
/// <item><term><c>vm.memory</c></term><description>In bytes: <c>total</c>, the memory of managed objects, with those that are not
/// collected yet; <c>working_set</c>, the memory of the process in main memory; and after the last collection (.NET):
/// <c>gc_heap</c>, the heap, <c>gc_fragmented</c>, the free memory in it, <c>gc_committed</c>, the memory that the collector has from
/// the system, and <c>gc_available</c>, what it can have.</description></item>
/// <item><term><c>vm.gc</c></term><description>Since the start of the process: <c>gen0_collections</c>, <c>gen1_collections</c> and
/// <c>gen2_collections</c>, the numbers of collections of this generation, each with those of the older ones; <c>allocated</c>, bytes
/// (.NET); <c>pause_time</c>, a <see cref="TimeSpan"/> (.NET 7); and <c>pause_percent</c>, the part of the time that the collector
/// paused the process (.NET).</description></item>
/// <item><term><c>vm.cpu</c></term><description><c>user</c> and <c>system</c>, the processor time since the start of the process, each a
/// <see cref="TimeSpan"/>; <c>percent</c>, the part of all processors that the process used since the last tick, absent at the first
/// one.</description></item>
/// <item><term><c>vm.thread_pool</c></term><description>Numbers (.NET): <c>threads</c>, the threads of the pool; <c>queue</c>, the work
/// items that wait; <c>completed</c>, the work items that ended since the start of the process; <c>lock_contentions</c>, the number
/// of times that a thread waited for a lock since then; <c>timers</c>, the active timers.</description></item>
/// </list>
/// <para><c>Process</c> takes up to a millisecond. It emits the event <c>process</c> with <c>uptime</c>, a <see cref="TimeSpan"/>;
/// <c>threads</c> and <c>handles</c>, numbers; <c>working_set</c> and <c>private_bytes</c>, in bytes. A figure that the system refuses
/// is absent.</para>
/// </remarks>
public static class BuiltInPolls
{
    /// <summary>The names of the built-in polls.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Process", "Runtime"];

    /// <summary>Adds a built-in poll.</summary>
    /// <param name="poller">The poller.</param>
    /// <param name="builtIn">The name of the built-in poll, one of <see cref="Names"/>, without regard to case.</param>
    /// <param name="options">The options; null for the defaults. The events have names of their own, so that
    /// <see cref="PollOptions.EventName"/> is not allowed.</param>
    /// <param name="name">The name of the poll in the poller; null for the name of the built-in one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="poller"/> or <paramref name="builtIn"/> is null.</exception>
    /// <exception cref="PollException">There is no such built-in poll, an option is not valid, or the poller has a poll of this
    /// name.</exception>
    /// <exception cref="ObjectDisposedException">The poller is disposed.</exception>
    public static Poll AddBuiltIn(this Poller poller, string builtIn, PollOptions? options = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(poller);
        ArgumentNullException.ThrowIfNull(builtIn);
        string known = Names.FirstOrDefault(one => string.Equals(one, builtIn, StringComparison.OrdinalIgnoreCase))
            ?? throw new PollException(
                PollErrorKind.UnknownBuiltIn,
                $"There is no built-in poll '{builtIn}'. Choose one of: {string.Join(", ", Names)}.",
                builtIn);
        if (options?.EventName is { } eventName)
        {
            throw new PollException(
                PollErrorKind.InvalidOption, "The events of a built-in poll have names of their own. Leave out the event name.", eventName);
        }

        Action<PollContext> measure = known == "Runtime" ? new RuntimePoll().Measure : new ProcessPoll().Measure;
        return poller.Add(name ?? known, measure, options);
    }
}
