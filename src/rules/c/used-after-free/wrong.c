void drop(struct node *node) {
  free(node); // WRONG
  node = node->next;
  free(buffer); // WRONG
  free(buffer);
}

int size(struct node *node) {
  free(node); // WRONG
  return node->size;
}
