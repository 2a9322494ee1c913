using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Telemetry.Commands;

/// <summary>
/// Calls blocks so that their errors surface in the same way wherever the emitter is: every terminating error becomes an
/// exception, and the records of the streams, including non-terminating errors, are returned.
/// </summary>
/// <remarks>A block that writes to no stream is called by the engine's own methods, in which this is so anyway. For other
/// blocks: outside of a <c>try</c>, the engine reports a failed statement such as <c>1/0</c> and continues with the next
/// one, so the block runs inside a <c>try</c> of this class. (<c>ScriptBlock.Invoke</c> needs none, and costs half as much,
/// but loses non-terminating errors if nobody can catch them.)</remarks>
internal sealed class BlockRunner
{
    private readonly ScriptBlock _tryBlock;
    private readonly bool _isFullLanguage;

    /// <summary>Initializes a runner. Called on a thread whose default runspace is the session of the runner.</summary>
    /// <param name="mode">The language mode of that session.</param>
    internal BlockRunner(PSLanguageMode mode)
    {
        // A constrained session may not call a delegate, and has the cost of a command call instead.
        _isFullLanguage = mode == PSLanguageMode.FullLanguage;
        string text = _isFullLanguage
            ? "try { $args[0].Invoke() *>&1 } catch { throw }"
            : "param($b, $a) try { & $b @a *>&1 } catch { throw }";
        _tryBlock = Parser.ParseInput(text, out _, out _).GetScriptBlock();
    }

    /// <summary>Runs the block, and keeps its exception in the call, and its output if the call asks for it.</summary>
    /// <returns>The records that it wrote to its streams, possibly with its output.</returns>
    internal IReadOnlyList<object> Run(ScriptBlock block, HandlerCall call)
    {
        if (!call.UsesStreams && !call.KeepsOutput && call.TryInvokePlainly(block))
        {
            return [];
        }

        Collection<PSObject> written = _isFullLanguage
            ? call.Guard(() => _tryBlock.CallInNewScope(null, (Action)(() => call.Invoke(block))))
            : call.Guard(() => _tryBlock.CallInNewScope(call.Variables(), block, call.Arguments));
        if (call.KeepsOutput && !_isFullLanguage)
        {
            call.Output = [.. written.Where(item => !IsRecord(item))];
        }

        return written.Count == 0 ? [] : [.. written.Where(item => item is not null).Select(item => item.BaseObject)];
    }

    private static bool IsRecord(PSObject? item) => item?.BaseObject is ErrorRecord or InformationalRecord or InformationRecord;
}
