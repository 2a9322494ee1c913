namespace Telemetry.Commands;

/// <summary>Declarations that a session added to those of the process. They leave with the session, or with the module that they belong
/// to.</summary>
/// <param name="declarations">The declarations.</param>
internal sealed class SessionDeclarations(IReadOnlyList<EventDeclaration> declarations) : ISessionMember
{
    private IDisposable? _added = EventDeclarations.Default.Add(declarations);

    internal IReadOnlyList<EventDeclaration> Declarations => declarations;

    /// <inheritdoc/>
    public bool IsAttached => Volatile.Read(ref _added) is not null;

    /// <inheritdoc/>
    public bool IsReported => false;

    /// <inheritdoc/>
    public void Detach() => Interlocked.Exchange(ref _added, null)?.Dispose();

    /// <inheritdoc/>
    public void Finish()
    {
        // Declarations have nothing to do after they were removed.
    }

    /// <inheritdoc/>
    public void Release()
    {
        // They were removed, and hold nothing else.
    }
}
