namespace Telemetry.Commands;

/// <summary>A handler that leaves with its session or its module.</summary>
internal sealed class HandlerMember(HandlerRegistration registration) : ISessionMember
{
    /// <inheritdoc/>
    public bool IsAttached => registration.IsAttached;

    /// <inheritdoc/>
    public bool IsReported => false;

    /// <inheritdoc/>
    public void Detach() => registration.Detach();

    /// <inheritdoc/>
    public void Finish() => registration.Dispose();

    /// <inheritdoc/>
    public void Release()
    {
        // Its event Detached has released everything.
    }
}
