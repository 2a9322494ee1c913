using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A handler's block, as the key by which private sessions find their copies of it. Safe to use from any
/// thread.</summary>
internal sealed class CopiedBlock(ScriptBlock original)
{
    private readonly bool _definesTypes = BlockCopy.DefinesTypes(original);
    private volatile ScriptBlock? _compiled;
    private int _isReleased;

    /// <summary>Whether the handler was detached, so that its copies are to be removed.</summary>
    internal bool IsReleased => Volatile.Read(ref _isReleased) == 1;

    /// <summary>The names of the commands that the block calls.</summary>
    internal IReadOnlyList<string> Commands { get; } = [.. BlockShape.CommandsOf(original)];

    /// <summary>Makes a copy in the session of this thread, with a <c>$script:</c> scope of its own there. The compiled code
    /// of one copy serves all, unless the block defines types.</summary>
    /// <param name="block">The block.</param>
    internal ScriptBlock CopyWithScope(ScriptBlock block)
    {
        ScriptBlock copy = _compiled ?? BlockCopy.Of(block);
        if (!IsReleased && !_definesTypes)
        {
            _compiled ??= copy;
        }

        return new PSModuleInfo(linkToGlobal: true).NewBoundScriptBlock(copy);
    }

    /// <summary>Marks the block as that of a detached handler.</summary>
    /// <returns>Whether this call was the first one.</returns>
    internal bool Release()
    {
        bool isFirst = Interlocked.Exchange(ref _isReleased, 1) == 0;
        _compiled = null;
        return isFirst;
    }
}
