namespace Telemetry;

/// <summary>The exception that is thrown when the events of an <see cref="EventRecorder"/> are not those that a test expects. Its
/// message shows both.</summary>
public sealed class EventAssertionException : Exception, IAssertionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The expected and the recorded events.</param>
    public EventAssertionException(string message)
        : base(message)
    {
    }
}
