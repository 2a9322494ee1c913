using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Telemetry.Analyzers;

/// <summary>Finds emits of declared events with other keys than the declared ones.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclaredEventAnalyzer() : TelemetryAnalyzer(Descriptors.UndeclaredKey, Descriptors.MissingKey)
{
    private const int MaxKeys = 10;

    private protected override void Register(CompilationStartAnalysisContext context, CoreTypes types)
    {
        DeclaredEvents declared = DeclaredEvents.Of(context.Compilation, types);
        if (!declared.IsEmpty)
        {
            context.RegisterOperationAction(operation => AnalyzeCall(operation, types, declared), OperationKind.Invocation);
        }
    }

    private static void AnalyzeCall(OperationAnalysisContext context, CoreTypes types, DeclaredEvents events)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name == "Execute"
            && NameOf(call, types, context.CancellationToken) is { } name
            && events.Find(name) is { } declared)
        {
            EmittedKeys keys = EmittedKeys.Of(call, types, context.CancellationToken);
            HashSet<string> meant = ReportUndeclared(context, declared, keys);
            ReportMissing(context, call, declared, keys, meant);
        }
    }

    private static string? NameOf(IInvocationOperation call, CoreTypes types, CancellationToken cancellation) =>
        CoreTypes.AreSame(call.TargetMethod.ContainingType, types.Event) ? EventSources.NameOf(call.Instance, cancellation)
        : CoreTypes.AreSame(call.TargetMethod.ContainingType, types.Dispatcher)
            ? EventSources.NameOf(
                call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "name")?.Value, cancellation)
        : null;

    // Returns the declared keys that were probably meant.
    private static HashSet<string> ReportUndeclared(OperationAnalysisContext context, DeclaredEvent declared, EmittedKeys keys)
    {
        var meant = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach ((PayloadPart part, PayloadKey key) in keys.All.Where(key => !declared.Has(key.Part, key.Key.Key)))
        {
            PayloadPart other = part == PayloadPart.Measurements ? PayloadPart.Metadata : PayloadPart.Measurements;
            string? nearest = declared.Has(other, key.Key) ? null : NearestOf(declared, keys, part, key.Key);
            if (nearest is not null)
            {
                meant.Add(nearest);
            }

            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.UndeclaredKey,
                key.Expression.GetLocation(),
                nearest is null
                    ? ImmutableDictionary<string, string?>.Empty
                    : ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Replacement, nearest),
                NounOf(part),
                key.Key,
                declared.Name,
                declared.Has(other, key.Key)
                    ? $"It is declared as {(other == PayloadPart.Metadata ? "metadata" : "a measurement")}: pass it there"
                    : nearest is not null ? $"Write '{nearest}', or declare the key"
                    : AdviceOf([.. declared.Keys(part)])));
        }

        return meant;
    }

    private static void ReportMissing(
        OperationAnalysisContext context, IInvocationOperation call, DeclaredEvent declared, EmittedKeys keys, HashSet<string> meant)
    {
        string[] missing =
        [
            .. new[] { PayloadPart.Measurements, PayloadPart.Metadata }
                .Where(keys.IsComplete)
                .SelectMany(part => declared.Required(part)
                    .Where(key => !keys.Has(part, key) && !meant.Contains(key))
                    .Select(key => $"{NounOf(part)} '{key}'")),
        ];
        if (missing.Length > 0)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.MissingKey, NodeOf(call.Syntax).GetLocation(), declared.Name, string.Join(", ", missing)));
        }
    }

    private static string? NearestOf(DeclaredEvent declared, EmittedKeys keys, PayloadPart part, string key)
    {
        string? nearest = declared.Keys(part)
            .Where(other => !keys.Has(part, other))
            .OrderBy(other => NameDistance.Between(key, other))
            .FirstOrDefault();
        return nearest is not null && NameDistance.IsNear(key, nearest) ? nearest : null;
    }

    private static string AdviceOf(string[] keys)
    {
        string list = string.Join(", ", keys.Take(MaxKeys).Select(key => $"'{key}'"));
        return keys.Length == 0 ? "No such key is declared" : $"Declared are {list}{(keys.Length > MaxKeys ? " and others" : string.Empty)}";
    }

    private static string NounOf(PayloadPart part) => part == PayloadPart.Measurements ? "measurement" : "metadata";

    private static SyntaxNode NodeOf(SyntaxNode call) =>
        call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: { } name } } ? name : call;
}
