using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Telemetry.Analyzers;

/// <summary>Finds constants that are passed as the name of an event, or as a pattern, and are not valid.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EventNameAnalyzer() : TelemetryAnalyzer(Descriptors.InvalidName)
{
    private const string SegmentProblem = "it contains a dot";

    private protected override void Register(CompilationStartAnalysisContext context, CoreTypes types) =>
        context.RegisterOperationAction(AnalyzeArgument, OperationKind.Argument);

    private static void AnalyzeArgument(OperationAnalysisContext context)
    {
        var argument = (IArgumentOperation)context.Operation;
        NameKind kind = argument.Parameter is { } parameter ? NameParameters.KindOf(parameter.OriginalDefinition) : NameKind.None;
        if (kind == NameKind.None)
        {
            return;
        }

        foreach (IOperation item in ConstantText.ItemsOf(argument.Value))
        {
            if (ConstantText.Of(item) is { } text && FindProblem(kind, text) is { } problem)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.InvalidName,
                    item.Syntax.GetLocation(),
                    PropertiesOf(kind, text),
                    EventNameSyntax.Printable(text),
                    NounOf(kind),
                    problem,
                    RemedyOf(kind, text)));
            }
        }
    }

    private static string? FindProblem(NameKind kind, string text) => kind switch
    {
        NameKind.Pattern => EventPatternSyntax.FindProblem(text),
        NameKind.Segment when text.Contains(EventNameSyntax.Separator) => SegmentProblem,
        _ => EventNameSyntax.FindProblem(text),
    };

    private static string NounOf(NameKind kind) => kind switch
    {
        NameKind.Pattern => "the name of an event or a pattern",
        NameKind.Segment => "a segment of an event name",
        _ => "an event name",
    };

    private static string RemedyOf(NameKind kind, string text) => kind switch
    {
        NameKind.NameOrPattern when IsPattern(text) => $"To handle all events that match, pass EventPattern.Parse(\"{text}\")",
        NameKind.Pattern => "Write segments separated by dots, as in 'web.request.done', or with '*' and '?', as in 'web.*'",
        NameKind.Segment => "Pass each segment separately, without dots",
        _ => "Write one or more segments, separated by dots, as in 'web.request.done'",
    };

    private static ImmutableDictionary<string, string?> PropertiesOf(NameKind kind, string text)
    {
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        return kind == NameKind.NameOrPattern && IsPattern(text) ? properties.Add(DiagnosticProperties.Pattern, null)
            : kind is NameKind.Name or NameKind.NameOrPattern && NameCorrection.Of(text) is { } corrected
                ? properties.Add(DiagnosticProperties.Replacement, corrected)
            : properties;
    }

    private static bool IsPattern(string text) =>
        EventPatternSyntax.IndexOfWildcard(text) >= 0 && EventPatternSyntax.FindProblem(text) is null;
}
