using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Telemetry.Analyzers;

/// <summary>The keys of an event, as far as the call that emits it shows them.</summary>
internal sealed class EmittedKeys
{
    private readonly List<(PayloadPart Part, PayloadKey Key)> _keys = [];
    private readonly HashSet<PayloadPart> _incomplete = [];

    private EmittedKeys()
    {
    }

    /// <summary>The constant keys.</summary>
    internal IEnumerable<(PayloadPart Part, PayloadKey Key)> All => _keys;

    /// <summary>Reads the arguments of a call of <c>Execute</c>.</summary>
    internal static EmittedKeys Of(IInvocationOperation call, CoreTypes types, CancellationToken cancellation)
    {
        var keys = new EmittedKeys();
        foreach (IArgumentOperation argument in call.Arguments.Where(argument => argument.ArgumentKind != ArgumentKind.DefaultValue))
        {
            switch (argument.Parameter?.Name)
            {
                case "measurements":
                    keys.Add(PayloadPart.Measurements, argument, cancellation);
                    break;
                case "metadata":
                    keys.Add(PayloadPart.Metadata, argument, cancellation);
                    break;
                case "value" when argument.Value.Syntax is ExpressionSyntax value:
                    // The overload for one measurement, which has this key.
                    keys._keys.Add((PayloadPart.Measurements, new PayloadKey("value", value, argument.Syntax)));
                    break;
                case "build":
                    keys.AddBuilt(argument.Value, types);
                    break;
            }
        }

        return keys;
    }

    /// <summary>Determines whether the call shows all keys of a part.</summary>
    internal bool IsComplete(PayloadPart part) => !_incomplete.Contains(part);

    /// <summary>Determines whether an event has a key.</summary>
    internal bool Has(PayloadPart part, string key) =>
        _keys.Any(known => known.Part == part && string.Equals(known.Key.Key, key, StringComparison.OrdinalIgnoreCase));

    private void Add(PayloadPart part, IArgumentOperation argument, CancellationToken cancellation)
    {
        ExpressionSyntax? value = (argument.Syntax as ArgumentSyntax)?.Expression ?? argument.Value.Syntax as ExpressionSyntax;
        PayloadKeys? keys = value is null ? null : PayloadKeys.Of(value, argument.SemanticModel!, cancellation);
        if (keys is not { IsComplete: true })
        {
            _incomplete.Add(part);
        }

        _keys.AddRange((keys?.Keys ?? []).Select(key => (part, key)));
    }

    // A function can add keys on some paths only, or in methods that it calls.
    private void AddBuilt(IOperation build, CoreTypes types)
    {
        _incomplete.Add(PayloadPart.Measurements);
        _incomplete.Add(PayloadPart.Metadata);
        foreach (IInvocationOperation call in build.Descendants().OfType<IInvocationOperation>()
            .Where(call => CoreTypes.AreSame(call.TargetMethod.ContainingType, types.EventBuilder)))
        {
            IOperation? key = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "key")?.Value;
            if (key?.Syntax is ExpressionSyntax expression && ConstantText.Of(key) is { } text)
            {
                PayloadPart part = call.TargetMethod.Name == "Measurement" ? PayloadPart.Measurements : PayloadPart.Metadata;
                _keys.Add((part, new PayloadKey(text, expression, call.Syntax)));
            }
        }
    }
}
