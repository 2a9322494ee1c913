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

    private readonly ScriptBlock _block;
    private readonly InvocationInfo _position;
    private readonly BlockMembers _members;
    private readonly DirectCall.BlockCall _call;
    private Delegate? _code;
    private Action<object, object?>[] _parameters = [];
    private int _namesWhenCompiled = -1;

    private BlockCode(ScriptBlock block, InvocationInfo position, BlockMembers members, DirectCall.BlockCall call)
    {
        _block = block;
        _position = position;
        _members = members;
        _call = call;
    }

    /// <summary>Gets the code of a block; null for a block, or an engine, for which only the engine's own call will do.</summary>
    /// <param name="block">The block.</param>
    /// <param name="position">The result of <see cref="BlockShape.SharedPosition"/> for the block.</param>
    internal static BlockCode? Of(ScriptBlock block, InvocationInfo? position) =>
        position is not null && BlockMembers.Known is { } members && DirectCall.TryCall is { } call && BlockShape.HasPlainParameters(block)
            ? new BlockCode(block, position, members, call)
            : null;

    /// <summary>Calls the code.</summary>
    /// <returns>Whether the code was called; otherwise, the engine's own call is needed.</returns>
    internal bool TryCall(object? underscore, object?[] arguments)
    {
        int names = _members.NamesInAllScopes.Count;
        if (names != _namesWhenCompiled)
        {
            Compile();
            _namesWhenCompiled = names;
        }

        try
        {
            return _code is not null
                && arguments.Length == _parameters.Length
                && _call(_block, _code, underscore, _position, _parameters, arguments);
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
        object? data = _members.Data.GetValue(_block);
        try
        {
            if (_members.Compile.Invoke(_block, [true]) is not true
                || _members.Variables.GetValue(data) is not Type variables
                || _members.Places.GetValue(data) is not Dictionary<string, int> { Count: <= MaxVariables } places)
            {
                return;
            }

            Action<object, object?>?[] parameters =
                [.. BlockShape.PartsOf(_block).Parameters.Select(parameter => SetterOf(parameter, variables, places))];
            if (Array.TrueForAll(parameters, parameter => parameter is not null))
            {
                _parameters = parameters!;
                _code = _members.Code.GetValue(data) as Delegate;
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
