using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Telemetry.Commands;

/// <summary>The compiled code of a block that writes to no stream, to be called by <see cref="DirectCall"/> on the thread of its
/// session.</summary>
internal sealed class BlockCode
{
    private const BindingFlags Any =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // The largest tuple of variables that is not nested.
    private const int MaxVariables = 127;

    // The names of the variables that are in every scope of a session. The engine compiles a block that has one of them in
    // another way. Names are only added.
    private static readonly ConcurrentDictionary<string, bool>? s_namesInAllScopes =
        typeof(ScriptBlock).Assembly
            .GetType("System.Management.Automation.Language.VariableAnalysis")
            ?.GetField("s_allScopeVariables", Any)
            ?.GetValue(null) as ConcurrentDictionary<string, bool>;

    private static readonly MethodInfo? s_compile = typeof(ScriptBlock).GetMethod("Compile", Any, null, [typeof(bool)], null);

    private static readonly PropertyInfo? s_data = typeof(ScriptBlock).GetProperty("ScriptBlockData", Any);
    private static readonly PropertyInfo? s_code = s_data?.PropertyType.GetProperty("EndBlock", Any);
    private static readonly PropertyInfo? s_variables = s_data?.PropertyType.GetProperty("LocalsMutableTupleType", Any);
    private static readonly PropertyInfo? s_places = s_data?.PropertyType.GetProperty("NameToIndexMap", Any);

    private readonly ScriptBlock _block;
    private readonly InvocationInfo _position;
    private Delegate? _code;
    private Action<object, object?>[] _parameters = [];
    private int _namesWhenCompiled = -1;

    private BlockCode(ScriptBlock block, InvocationInfo position)
    {
        _block = block;
        _position = position;
    }

    private static bool IsKnown =>
        DirectCall.TryCall is not null && s_namesInAllScopes is not null && s_compile is not null && s_code is not null
        && s_variables is not null && s_places is not null;

    /// <summary>Gets the code of a block; null for a block, or an engine, for which only the engine's own call will do.</summary>
    /// <param name="block">The block.</param>
    /// <param name="position">The result of <see cref="BlockShape.SharedPosition"/> for the block.</param>
    internal static BlockCode? Of(ScriptBlock block, InvocationInfo? position) =>
        IsKnown && position is not null && BlockShape.HasPlainParameters(block) ? new BlockCode(block, position) : null;

    /// <summary>Calls the code.</summary>
    /// <returns>Whether the code was called; otherwise, the engine's own call is needed.</returns>
    internal bool TryCall(object? underscore, object?[] arguments)
    {
        int names = s_namesInAllScopes!.Count;
        if (names != _namesWhenCompiled)
        {
            Compile();
            _namesWhenCompiled = names;
        }

        try
        {
            return _code is not null
                && arguments.Length == _parameters.Length
                && DirectCall.TryCall!(_block, _code, underscore, _position, _parameters, arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            // As the engine's own call does.
            ExceptionDispatchInfo.Capture(inner).Throw();
            throw;
        }
    }

    private void Compile()
    {
        _code = null;
        object? data = s_data!.GetValue(_block);
        try
        {
            if (s_compile!.Invoke(_block, [true]) is not true
                || s_variables!.GetValue(data) is not Type variables
                || s_places!.GetValue(data) is not Dictionary<string, int> { Count: <= MaxVariables } places)
            {
                return;
            }

            Action<object, object?>?[] parameters =
                [.. BlockShape.PartsOf(_block).Parameters.Select(parameter => SetterOf(parameter, variables, places))];
            if (Array.TrueForAll(parameters, parameter => parameter is not null))
            {
                _parameters = parameters!;
                _code = s_code!.GetValue(data) as Delegate;
            }
        }
        catch (TargetInvocationException)
        {
            // The block cannot be compiled. The engine's own call says so.
        }
    }

    // The engine sets a parameter by its name, and converts the value, which takes as long as the rest of a call.
    private static Action<object, object?>? SetterOf(ParameterAst parameter, Type variables, Dictionary<string, int> places)
    {
        if (!places.TryGetValue(parameter.Name.VariablePath.UserPath, out int place)
            || variables.GetProperty($"Item{place:D3}", Any) is not { } property
            || property.PropertyType != typeof(object))
        {
            return null;
        }

        return (Action<object, object?>)typeof(BlockCode)
            .GetMethod(nameof(ToSetter), Any)!
            .MakeGenericMethod(property.DeclaringType!)
            .Invoke(null, [property.GetSetMethod(nonPublic: true)]);
    }

    private static Action<object, object?> ToSetter<TVariables>(MethodInfo setter)
    {
        var set = (Action<TVariables, object?>)setter.CreateDelegate(typeof(Action<TVariables, object?>));
        return (variables, value) => set((TVariables)variables, value);
    }
}
