using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Telemetry.Tests.Support;

/// <summary>Compiles pieces of C# against the core, for what must not compile.</summary>
internal static class CSharp
{
    /// <summary>The usings that a project has without writing them.</summary>
    public const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The ids of the errors in statements that have a <c>source</c>, an <c>event</c> and a <c>dispatcher</c>.</summary>
    public static string[] ErrorsIn(string statements, LanguageVersion version = LanguageVersion.Latest)
    {
        string code =
            $$"""
            using System;
            using System.Threading.Tasks;
            using Telemetry;

            public static class Program
            {
                public static async Task Use(TelemetrySpanSource source, TelemetryEvent @event, TelemetryDispatcher dispatcher)
                {
                    await Task.Yield();
                    {{statements}}
                }
            }
            """;
        var compilation = CSharpCompilation.Create(
            $"Snippet{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(version))],
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return
        [
            .. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => diagnostic.Id).Distinct(),
        ];
    }
}
