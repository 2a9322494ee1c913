using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Telemetry.Tests.Support;

/// <summary>Compiles and runs a few statements as a user of the library would write them, in a version of C# and against one of
/// the library's targets.</summary>
internal static class Snippet
{
    private const string Program =
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using Telemetry;

        public static class Snippet
        {
            private static TelemetryDispatcher dispatcher;
            private static TelemetryEvent e;
            private static readonly TelemetryHandler handler = Handle;
            private static readonly object config = "config";
            private static readonly HandlerOptions options = new HandlerOptions { FailurePolicy = FailurePolicy.Keep };
            private static readonly object hidden = options;
            private static readonly EventName name = EventName.Parse("e");
            private static readonly EventPattern pattern = EventPattern.Parse("e*");
            private static readonly KeyValuePair<string, MeasurementValue>[] measurements =
                { new KeyValuePair<string, MeasurementValue>("n", 1) };
            private static readonly KeyValuePair<string, MetadataValue>[] metadata =
                { new KeyValuePair<string, MetadataValue>("k", "v") };
            private static EventRecord seen;

            private static void Handle(in EventData data, object given) { seen = data.ToRecord(); }

            private static string Of(HandlerRegistration handler)
            { return (handler.Config ?? "null") + " " + handler.Options.FailurePolicy; }

            private static string Of(bool attached, HandlerRegistration handler) { return attached + " " + Of(handler); }

            private static string Emitted(Action emit) { dispatcher.Attach("h", "e", handler); emit(); return seen.ToString(); }

            private static string Result(Func<object> call)
            {
                dispatcher = new TelemetryDispatcher();
                e = dispatcher.GetEvent("e");
                try { return Convert.ToString(call()); }
                catch (Exception refusal) { return refusal.GetType().Name; }
            }

            private static string Of(MetadataValue value) { return value.Kind + " " + value; }

            private static string Of(MeasurementValue value) { return value.Kind + " " + value; }

            public static string[] Run()
            {
                return new Func<object>[]
                {
                    @CALLS@
                }.Select(Result).ToArray();
            }
        }
        """;

    private static readonly MetadataReference[] s_platform = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path) is var file && !file.StartsWith("Telemetry.", StringComparison.Ordinal)
            && (file.StartsWith("System.", StringComparison.Ordinal) || file is "netstandard.dll" or "mscorlib.dll"))
        .Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly MetadataReference s_core = MetadataReference.CreateFromFile(typeof(TelemetryDispatcher).Assembly.Location);
    private static readonly MetadataReference s_coreOfNetstandard = MetadataReference.CreateFromFile(PathOfNetstandard());

    /// <summary>The result of an expression, as text: its value, the type of the exception that it throws, or the ids of the
    /// compiler's errors.</summary>
    public static string Evaluate(string expression, LanguageVersion version = LanguageVersion.Latest, bool isNetstandard = false) =>
        Evaluate([expression], version, isNetstandard) is [string result] ? result : throw new InvalidOperationException();

    /// <summary>The result of each of the expressions, which are compiled together. Each has a dispatcher of its own.</summary>
    public static string[] Evaluate(
        IEnumerable<string> expressions, LanguageVersion version = LanguageVersion.Latest, bool isNetstandard = false)
    {
        string calls = string.Join("\n", expressions.Select(expression => $"() => {expression},"));
        var compilation = CSharpCompilation.Create(
            $"Snippet{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(Program.Replace("@CALLS@", calls, StringComparison.Ordinal), new CSharpParseOptions(version))],
            [.. s_platform, isNetstandard ? s_coreOfNetstandard : s_core],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        EmitResult result = compilation.Emit(image);
        return result.Success
            ? (string[])Assembly.Load(image.ToArray()).GetType("Snippet")!.GetMethod("Run")!.Invoke(null, null)!
            : [string.Join(' ', Errors(result).Select(error => error.Id).Distinct())];
    }

    private static IEnumerable<Diagnostic> Errors(EmitResult result) =>
        result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    // Beside this target of the tests lies that target of the library, as the module is built for it.
    private static string PathOfNetstandard()
    {
        string configuration = Directory.GetParent(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!.Name;
        return Repository.PathOf("src", "Telemetry.Core", "bin", configuration, "netstandard2.0", "Telemetry.Core.dll");
    }
}
