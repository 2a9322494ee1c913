namespace Telemetry;

/// <summary>A handler was to be attached under an id that another one has.</summary>
public sealed class HandlerAlreadyExistsException : InvalidOperationException
{
    /// <summary>Says so of no id in particular.</summary>
    public HandlerAlreadyExistsException()
        : this(string.Empty)
    {
    }

    /// <summary>Says so of an id.</summary>
    /// <param name="handlerId">The id that is taken.</param>
    public HandlerAlreadyExistsException(string handlerId)
        : this(handlerId, null)
    {
    }

    /// <summary>Says so of an id.</summary>
    /// <param name="handlerId">The id that is taken.</param>
    /// <param name="innerException">What led to it, if anything.</param>
    public HandlerAlreadyExistsException(string handlerId, Exception? innerException)
        : base($"A handler '{handlerId}' is attached already. Choose another id, detach that handler first, or replace it.", innerException) =>
        HandlerId = handlerId;

    /// <summary>The id that is taken.</summary>
    public string HandlerId { get; }
}
