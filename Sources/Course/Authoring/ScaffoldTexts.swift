extension Scaffold {
  /// A lesson: something that hurts, one prediction, its run, one question, something to try.
  static let lessonText = """
    ---
    id: ID
    title: TITLE
    part: 1
    stage: monolith
    objectives: OBJ-001
    REQUIRESminutes: 10
    ---
    # TITLE

    Begin with what hurts at the shop, then one idea.

    <!-- instructor 2m: What to say or to ask the room here. -->

    ## Predict: order
    A customer buys a rake. How many servers have to work for that?

    1. [x] One <!-- if instances.running == 1 -->
       > Why this is so.
    1. [ ] Two <!-- m=what-they-believe --> <!-- if instances.running == 2 -->
       > Why this is not so.

    ## Run: order
    ```run seed=7
    deploy monolith
    order --item rake --id A-1
    show trace A-1
    ```
    ```expect
    orders.completed == 1
    ```

    ## Explain: order
    Ask what only somebody can say who looked. Which step takes the longest?

    <details><summary>Hint 1: where to look</summary>

    Say where, and not what.

    </details>

    ## Try
    - `slow payment-provider 10x` before the order. What changes?

    """

  /// A quiz with an item of each of five types.
  static let quizText = """
    ---
    id: ID
    title: TITLE
    LESSONpass: 80
    ---
    ## q1 | single | OBJECTIVES | d1
    Ask for one thing.

    1. [x] The right answer
       > Why it is right.
    1. [ ] What people believe <!-- m=what-they-believe -->
       > Why it is not so.
    1. [ ] What is nearly right
       > What is missing.

    ## q2 | match | OBJECTIVES | d2
    What belongs together?

    |What|With|Why|
    |-|-|-|
    |The first|Its partner|Why they belong together|
    |The second|Another|Why they belong together|
    ||Something else|Why it belongs nowhere|

    ## q3 | order | OBJECTIVES | d2
    What comes first, what last?

    1. The first
    2. The second
    3. The third
    - ~~What is no part of it~~
      > Why it is not.

    ## q4 | text | OBJECTIVES | d2
    What is the word for it?

    ```answer
    = the word
      > Why it is that word.
    = another spelling*
    ! a wrong word <!-- m=what-they-believe -->
      > Why it is another thing.
    ```

    ## q5 | predict | OBJECTIVES | d3
    Two orders come in. How many are completed?

    ```run seed=7
    deploy monolith
    order --item rake
    order --item rake
    ```
    ```answer
    key = metric orders.completed +- 0
      > Why it comes out like that.
    ```

    """
}
