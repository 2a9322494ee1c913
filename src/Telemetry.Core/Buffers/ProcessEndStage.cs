namespace Telemetry;

/// <summary>The stages of the end of a process (<see cref="ProcessEnd"/>), in order.</summary>
public enum ProcessEndStage
{
    /// <summary>The events that are queued for buffered and asynchronous handlers are handled, within the drain timeout of each
    /// (<see cref="HandlerBuffer.DrainTimeout"/>).</summary>
    Queues,

    /// <summary>The last state is reported, such as the values of metrics, including the events of the first stage.</summary>
    Reports,
}
