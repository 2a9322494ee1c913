namespace EmptyModule;

/// <summary>An object with a method that does nothing: what any method call costs in a script.</summary>
public sealed class EmptyEvent
{
    /// <summary>Takes what an emit takes.</summary>
    /// <param name="measurements">Any object.</param>
    /// <param name="metadata">Any object.</param>
    public void Execute(object? measurements, object? metadata)
    {
    }
}
