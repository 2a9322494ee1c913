using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>The tab key, at a <c>|</c> in a line or at its end.</summary>
internal static class Tab
{
    public static CompletionResult[] At(ModuleSession session, string line)
    {
        int cursor = line.IndexOf('|', StringComparison.Ordinal);
        string input = cursor < 0 ? line : line.Remove(cursor, 1);
        using var pipeline = PowerShell.Create(session.Session.Runspace);
        CommandCompletion completion = CommandCompletion.CompleteInput(input, cursor < 0 ? input.Length : cursor, null, pipeline);
        Assert.Empty(pipeline.Streams.Error);
        return [.. completion.CompletionMatches];
    }

    public static string[] TextsAt(ModuleSession session, string line) =>
        [.. At(session, line).Select(result => result.CompletionText)];
}
