using System.Management.Automation.Language;
using Telemetry.Hosting;

namespace Telemetry.Tests.Support;

/// <summary>What a script needs that the engine alone does not have: commands of PowerShell's own modules.</summary>
internal static class EngineCommands
{
    private static readonly Lazy<HashSet<string>> s_names = new(FindNames);

    /// <summary>The commands in a script that neither it nor the engine nor the module has, each once, by name.</summary>
    public static string[] MissingIn(string script)
    {
        ScriptBlockAst ast = Parser.ParseInput(script, out _, out ParseError[] errors);
        Assert.True(errors.Length == 0, $"{string.Join('\n', errors.Select(error => error.Message))}\n{script}");
        var own = new HashSet<string>(
            ast.FindAll(node => node is FunctionDefinitionAst, true).Select(node => ((FunctionDefinitionAst)node).Name),
            StringComparer.OrdinalIgnoreCase);
        return
        [
            .. ast.FindAll(node => node is CommandAst, true)
                .Select(node => ((CommandAst)node).GetCommandName())
                .Where(name => name is not null && !own.Contains(name) && !s_names.Value.Contains(name))
                .Where(name => !name.Contains('/', StringComparison.Ordinal))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static HashSet<string> FindNames()
    {
        using TelemetrySession session = TelemetrySession.Open();
        return new(
            session.Run("(Get-Command -ListImported).Name").Select(name => name.ToString()),
            StringComparer.OrdinalIgnoreCase);
    }
}
